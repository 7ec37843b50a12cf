package dev.unfold.driver.training;

import dev.unfold.driver.model.Model;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.model.Weights;
import dev.unfold.driver.storage.Attempt;
import dev.unfold.driver.storage.CommitFolder;
import dev.unfold.driver.storage.NumberedCommits;
import dev.unfold.worker.parameters.ParameterLayout;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The directory of a run, as its owner writes to it: {@code checkpoints}, {@code metrics}, the best
 * model so far in {@code best}, and the finished {@code model}.
 */
final class RunFiles {
  /** The figure of a finished model that says when its run ended. */
  static final String ENDED_AT_ROUND = "endedAtRound";

  private static final String MODEL = "model";

  private final CommitFolder folder;
  private final Attempt attempt;
  private final SortedMap<String, String> identity;
  private final ParameterLayout layout;
  private final int keep;
  private final Checkpoints checkpoints;
  private final MetricsLog metrics;
  private final NumberedCommits best;

  /**
   * @param identity what the run must be to go on
   * @param layout of the parameters
   * @param keep newest checkpoints that are kept
   */
  RunFiles(
      CommitFolder folder,
      Attempt attempt,
      SortedMap<String, String> identity,
      ParameterLayout layout,
      int keep) {
    this.folder = folder;
    this.attempt = attempt;
    this.identity = identity;
    this.layout = layout;
    this.keep = keep;
    checkpoints = new Checkpoints(folder, keep);
    metrics = new MetricsLog(folder);
    best = new NumberedCommits(folder.child("best"));
  }

  /**
   * Deletes what an attempt left behind that ended in the middle of a commit, and what does not
   * verify.
   *
   * @param round that the run goes on after
   */
  void cleanUp(long round) throws IOException {
    checkpoints.dropAfter(round);
    folder.sweepTemporaries();
    metrics.sweepTemporaries();
    best.sweepTemporaries();
  }

  /** Adds a line of metrics; it is committed with the next checkpoint. */
  void addMetrics(String kind, long round, Map<String, ?> values) throws IOException {
    metrics.add(kind, attempt, round, values);
  }

  /** Makes the run safe up to this state. */
  void save(TrainingState state) throws IOException {
    metrics.commit(attempt, state.counters().round());
    String sha256 = Weights.sha256(layout, state.model().parameters());
    checkpoints.save(attempt, identity, state, sha256);
    dropOldBests();
  }

  /** Keeps the model of the best epoch, until a better one is safe in a checkpoint. */
  void saveBest(int epoch, Model model, Map<String, ?> figures, Map<String, ?> provenance)
      throws IOException {
    attempt.requireNewest();
    best.delete(epoch);
    best.commit(epoch, files -> ModelFolder.write(files, model, figures, provenance));
  }

  /** The model of the best epoch. */
  ModelFolder openBest(int epoch) throws IOException {
    return ModelFolder.of(best.open(epoch));
  }

  /** Deletes models of epochs that were the best once, but none that a kept checkpoint knows. */
  private void dropOldBests() throws IOException {
    List<Long> bests = best.numbers();
    for (long old : bests.subList(0, Math.max(0, bests.size() - keep))) {
      best.delete(old);
    }
  }

  /** Whether the model is there. */
  boolean hasModel() throws IOException {
    return folder.exists(MODEL);
  }

  /** The finished model. */
  ModelFolder openModel() throws IOException {
    return ModelFolder.of(folder.openCommit(MODEL));
  }

  /**
   * Publishes the finished model. The one of an earlier end of the run, which trains longer now, is
   * kept beside it under the round it ended at and the attempt that followed.
   *
   * @param figures {@link #ENDED_AT_ROUND} among them
   */
  void saveModel(Model model, Map<String, ?> figures, Map<String, ?> provenance)
      throws IOException {
    attempt.requireNewest();
    if (hasModel()) {
      Object ended = openModel().metrics().get(ENDED_AT_ROUND);
      folder.publish(MODEL, MODEL + "-of-round-" + ended + "-until-attempt-" + attempt.number());
    }
    folder.commit(MODEL, files -> ModelFolder.write(files, model, figures, provenance));
  }
}
