package dev.unfold.driver.retraining;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.unfold.driver.corpus.source.HashedFile;
import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.storage.commit.CommitWriter;
import dev.unfold.worker.model.Json;
import dev.unfold.worker.model.Model;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The model that a retraining trained, prepared as a version of the store with its lineage in the
 * provenance.
 *
 * @param plan the plan of the retraining
 * @param parent the files that the champion was trained on if training started from it; empty if it
 *     started from scratch
 * @param trained the folder of the model
 */
record Challenger(RetrainingPlan plan, List<HashedFile> parent, ModelFolder trained) {
  private static final String TRAINED_ON = "learned";
  private static final String RETRAINING = "retraining";

  /** Returns the files of the version. */
  CommitWriter.Filler files() throws IOException {
    Model model = trained.read();
    Map<String, Object> metrics = trained.metrics();
    Map<String, Object> provenance = new LinkedHashMap<>(trained.provenance());
    provenance.put(RETRAINING, plan.number());
    provenance.put("run", plan.run());
    provenance.put("changes", plan.changes());
    provenance.put(TRAINED_ON, trainedFiles());
    return writer -> ModelFolder.write(writer, model, metrics, provenance);
  }

  /**
   * Returns the files of the plan that had changed when training read them.
   *
   * @throws IOException if the provenance of the model does not list its files
   */
  List<SourceFile> changedWhenRead() throws IOException {
    Object files = trained.provenance();
    for (String name : List.of("corpora", "train", "files")) {
      files = files instanceof Map<?, ?> object ? object.get(name) : null;
    }
    Set<SourceFile> read = parse("corpora.train.files", files, new TypeReference<>() {});
    return plan.trainListed().stream().filter(file -> !read.contains(file)).toList();
  }

  private <T> T parse(String name, Object value, TypeReference<T> type) throws IOException {
    return Json.parse(
        trained.path() + " provenance." + name, Json.writer().writeValueAsString(value), type);
  }

  /**
   * Returns the files that the challenger was trained on: those of its parent and those of this
   * training.
   */
  private List<HashedFile> trainedFiles() {
    Set<String> paths = Set.copyOf(plan.train());
    List<HashedFile> trainedFiles = new ArrayList<>(plan.trained());
    Set<String> hashes = new LinkedHashSet<>();
    trainedFiles.forEach(file -> hashes.add(file.sha256()));
    parent.stream()
        .filter(file -> !paths.contains(file.path()) || hashes.add(file.sha256()))
        .forEach(trainedFiles::add);
    return trainedFiles;
  }

  /**
   * Returns the files that a version was trained on; empty if its provenance does not list them.
   *
   * @param version a version of a store
   */
  static List<HashedFile> trainedFilesOf(ModelFolder version) throws IOException {
    Object trainedFiles = version.provenance().get(TRAINED_ON);
    if (trainedFiles == null) {
      return List.of();
    }
    return Json.parse(
        version.path() + " provenance." + TRAINED_ON,
        Json.writer().writeValueAsString(trainedFiles),
        new TypeReference<>() {});
  }
}
