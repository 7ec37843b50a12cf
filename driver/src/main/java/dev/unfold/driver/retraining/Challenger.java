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
 * @param parent what the champion has learnt, which training began from; empty from scratch
 * @param trained folder of the model
 */
record Challenger(Plan plan, List<HashedFile> parent, ModelFolder trained) {
  private static final String LEARNT = "learnt";
  private static final String RETRAINING = "retraining";

  /** The version's files. */
  CommitWriter.Filler files() throws IOException {
    Model model = trained.read();
    Map<String, Object> metrics = trained.metrics();
    Map<String, Object> provenance = new LinkedHashMap<>(trained.provenance());
    provenance.put(RETRAINING, plan.number());
    provenance.put("run", plan.run());
    provenance.put("changes", plan.changes());
    provenance.put(LEARNT, learnt());
    return writer -> ModelFolder.write(writer, model, metrics, provenance);
  }

  /**
   * The files of the plan that were not what they were when training read them.
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

  /** What the parent had learnt, where it still is or was, and what was trained on now. */
  private List<HashedFile> learnt() {
    Set<String> paths = Set.copyOf(plan.train());
    List<HashedFile> learnt = new ArrayList<>(plan.trained());
    Set<String> hashes = new LinkedHashSet<>();
    learnt.forEach(file -> hashes.add(file.sha256()));
    parent.stream()
        .filter(file -> !paths.contains(file.path()) || hashes.add(file.sha256()))
        .forEach(learnt::add);
    return learnt;
  }

  /**
   * What a version has learnt; nothing if it says nothing of it.
   *
   * @param version of a store
   */
  static List<HashedFile> learntBy(ModelFolder version) throws IOException {
    Object learnt = version.provenance().get(LEARNT);
    if (learnt == null) {
      return List.of();
    }
    return Json.parse(
        version.path() + " provenance." + LEARNT,
        Json.newMapper().writeValueAsString(learnt),
        new TypeReference<>() {});
  }
}
