package dev.unfold.driver.retraining;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.unfold.driver.corpus.HashedFile;
import dev.unfold.driver.corpus.SourceFile;
import dev.unfold.driver.model.Model;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.storage.CommitWriter;
import dev.unfold.worker.model.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The model that a retraining trained, as it becomes a version of the store: with its lineage in
 * the provenance.
 *
 * @param plan that it comes from
 * @param parent what the champion has learned, which training began from; empty from scratch
 * @param trained folder of the model
 */
record Challenger(RetrainingPlan plan, List<HashedFile> parent, ModelFolder trained) {
  private static final String LEARNED = "learned";
  private static final String RETRAINING = "retraining";

  /** Returns the version's files. */
  CommitWriter.Filler files() throws IOException {
    Model model = trained.read();
    Map<String, Object> metrics = trained.metrics();
    Map<String, Object> provenance = new LinkedHashMap<>(trained.provenance());
    provenance.put(RETRAINING, plan.number());
    provenance.put("run", plan.run());
    provenance.put("changes", plan.changes());
    provenance.put(LEARNED, learned());
    return writer -> ModelFolder.write(writer, model, metrics, provenance);
  }

  /**
   * Returns the files of the plan that were not what they were when training read them.
   *
   * @throws IOException if the model does not say what it read
   */
  List<SourceFile> readOtherwise() throws IOException {
    Object files = trained.provenance();
    for (String name : List.of("corpora", "train", "files")) {
      files = files instanceof Map<?, ?> object ? object.get(name) : null;
    }
    List<SourceFile> read = parse("corpora.train.files", files, new TypeReference<>() {});
    return plan.trainListed().stream().filter(file -> !read.contains(file)).toList();
  }

  private <T> T parse(String name, Object value, TypeReference<T> type) throws IOException {
    return Json.parse(
        trained.path() + " provenance." + name, Json.newMapper().writeValueAsString(value), type);
  }

  /**
   * Returns the files that the challenger was trained on: those of its parent and those of this
   * training.
   */
  private List<HashedFile> learned() {
    Set<String> paths = Set.copyOf(plan.train());
    List<HashedFile> learned = new ArrayList<>(plan.trained());
    Set<String> hashes = new LinkedHashSet<>();
    learned.forEach(file -> hashes.add(file.sha256()));
    parent.stream()
        .filter(file -> !paths.contains(file.path()) || hashes.add(file.sha256()))
        .forEach(learned::add);
    return learned;
  }

  /**
   * Returns the files that a version was trained on; empty if its provenance does not list them.
   *
   * @param version of a store
   */
  static List<HashedFile> learnedBy(ModelFolder version) throws IOException {
    Object learned = version.provenance().get(LEARNED);
    if (learned == null) {
      return List.of();
    }
    return Json.parse(
        version.path() + " provenance." + LEARNED,
        Json.newMapper().writeValueAsString(learned),
        new TypeReference<>() {});
  }
}
