package dev.unfold.driver.training.alignment;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.unfold.driver.corpus.CorpusCache;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.storage.commit.Commit;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.commit.CommitTransaction;
import dev.unfold.driver.storage.commit.CommitWriter;
import dev.unfold.driver.storage.commit.NumberedCommits;
import dev.unfold.driver.storage.lease.Attempt;
import dev.unfold.driver.training.state.CheckpointStore;
import dev.unfold.driver.training.state.RunCounters;
import dev.unfold.driver.training.state.RunEnd;
import dev.unfold.driver.training.state.RunFiles;
import dev.unfold.worker.model.Json;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.settings.network.NetworkSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.hadoop.conf.Configuration;

/**
 * The directory of the training of a hybrid: {@code plan}, the identity that it must have to
 * resume; {@code passes/N}, the runs; {@code alignments/N}, their counts; {@code
 * alignments/corpora}, the aligned rows of the current passes; and the finished {@code model}.
 */
final class PassFiles {
  private static final String IDENTITY = "identity.json";
  private static final String COUNTS = "counts.json";
  private static final String PASS = "pass";

  private final CommitFolder folder;
  private final Attempt attempt;
  private final Configuration configuration;
  private final CommitFolder corpora;
  private final NumberedCommits counts;

  PassFiles(CommitFolder folder, Attempt attempt, Configuration configuration) {
    this.folder = folder;
    this.attempt = attempt;
    this.configuration = configuration;
    CommitFolder alignments = folder.child("alignments");
    corpora = alignments.child("corpora");
    counts = new NumberedCommits(alignments);
  }

  CommitFolder folder() {
    return folder;
  }

  /** Deletes the remains of an attempt that ended in the middle of a commit. */
  void sweepTemporaries() throws IOException {
    folder.sweepTemporaries();
    counts.sweepTemporaries();
  }

  /** Returns the identity with which training began, if it did. */
  Optional<SortedMap<String, String>> plan() throws IOException {
    return folder.exists(RunFiles.PLAN)
        ? Optional.of(
            read(Commit.open(folder.child(RunFiles.PLAN)), IDENTITY, new TypeReference<>() {}))
        : Optional.empty();
  }

  void savePlan(SortedMap<String, String> identity) throws IOException {
    attempt.requireNewest();
    new CommitTransaction(folder, RunFiles.PLAN, writer -> write(writer, IDENTITY, identity)).run();
  }

  /** Returns the cache of the aligned corpora. */
  CorpusCache corpora() throws IOException {
    return new CorpusCache(corpora.path(), configuration);
  }

  /** Returns the name of an aligned corpus in the cache. */
  static String nameOf(int pass, String corpus) {
    return NumberedCommits.nameOf(pass) + "-" + corpus;
  }

  void deleteCorpus(int pass, String corpus) throws IOException {
    corpora.delete(nameOf(pass, corpus));
  }

  /** Returns the counts of the alignment of a pass, if it is complete. */
  Optional<AlignmentCounts> counts(int pass) throws IOException {
    return counts.numbers().contains((long) pass)
        ? Optional.of(read(counts.open(pass), COUNTS, new TypeReference<>() {}))
        : Optional.empty();
  }

  void saveCounts(int pass, AlignmentCounts values) throws IOException {
    attempt.requireNewest();
    counts.commit(pass, writer -> write(writer, COUNTS, values));
  }

  /** Returns the directory of the run of a pass. */
  String directoryOf(int pass) {
    return folder.child(RunFiles.PASSES).pathOf(NumberedCommits.nameOf(pass));
  }

  private CommitFolder runOf(int pass) {
    return folder.child(RunFiles.PASSES).child(NumberedCommits.nameOf(pass));
  }

  /**
   * Returns the end of training with what the runs of the first passes did, as far as they came.
   *
   * @param passes the number of these passes
   */
  RunEnd end(RunEnd.Reason reason, int passes) throws IOException {
    RunEnd end = new RunEnd(reason, RunCounters.ZERO);
    for (int pass = 1; pass <= passes; pass++) {
      Optional<RunCounters> last = new CheckpointStore(runOf(pass), 1).latestCounters();
      if (last.isPresent()) {
        end = end.plus(last.get());
      }
    }
    return end;
  }

  /** Returns the model of a pass, if the pass is complete. */
  Optional<ModelFolder> modelOf(int pass) throws IOException {
    CommitFolder run = runOf(pass);
    return run.exists(RunFiles.MODEL)
        ? Optional.of(ModelFolder.of(Commit.open(run.child(RunFiles.MODEL))))
        : Optional.empty();
  }

  /** Returns the number of rounds of all passes before one. */
  long roundsBefore(int pass) throws IOException {
    long rounds = 0;
    for (int before = 1; before < pass; before++) {
      Object ended = modelOf(before).orElseThrow().metrics().get(RunFiles.ENDED_AT_ROUND);
      rounds += ((Number) ended).longValue();
    }
    return rounds;
  }

  /** Returns the share of the steps whose state changed at each pass from the second. */
  List<Double> changedShares(int last) throws IOException {
    List<Double> shares = new ArrayList<>();
    for (int pass = 2; pass <= last; pass++) {
      shares.add(counts(pass).orElseThrow().changedShare());
    }
    return shares;
  }

  /** Returns whether the finished model is that of a pass, with this network. */
  boolean hasModelOf(int pass, NetworkSettings network) throws IOException {
    if (!folder.exists(RunFiles.MODEL)) {
      return false;
    }
    ModelFolder model = ModelFolder.of(Commit.open(folder.child(RunFiles.MODEL)));
    return model.metrics().get(PASS) instanceof Number found
        && found.intValue() == pass
        && model.config().network().equals(network);
  }

  /** Publishes the finished model; an earlier one is kept beside it. */
  void saveModel(int pass, Model model, Map<String, Object> metrics, Map<String, ?> provenance)
      throws IOException {
    metrics.put(PASS, pass);
    attempt.requireNewest();
    if (folder.exists(RunFiles.MODEL)) {
      folder.publish(RunFiles.MODEL, RunFiles.MODEL + "-until-attempt-" + attempt.number());
    }
    new CommitTransaction(
            folder, RunFiles.MODEL, files -> ModelFolder.write(files, model, metrics, provenance))
        .run();
  }

  private static void write(CommitWriter writer, String name, Object value) throws IOException {
    try (OutputStream out = writer.create(name)) {
      out.write(Json.writer().writeValueAsBytes(value));
    }
  }

  private static <T> T read(Commit commit, String name, TypeReference<T> type) throws IOException {
    try (InputStream in = commit.read(name)) {
      return Json.read(commit.folder().pathOf(name), in, type);
    }
  }
}
