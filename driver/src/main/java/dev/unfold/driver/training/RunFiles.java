package dev.unfold.driver.training;

import dev.unfold.driver.model.Model;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.storage.Attempt;
import dev.unfold.driver.storage.CommitFolder;
import dev.unfold.driver.storage.IdempotentCommit;
import dev.unfold.driver.storage.NumberedCommits;
import dev.unfold.driver.storage.RetryPolicy;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.settings.CheckpointSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The directory of a run, as its owner writes to it: {@code checkpoints}, {@code metrics}, the best
 * model so far in {@code best}, and the finished {@code model}.
 */
final class RunFiles {
  /** The figure of a finished model that says when its run ended. */
  private static final String ENDED_AT_ROUND = "endedAtRound";

  static final String BEST = "best";

  private final CommitFolder folder;
  private final Attempt attempt;
  private final SortedMap<String, String> identity;
  private final ParameterLayout layout;
  private final int keep;
  private final RetryPolicy patience;
  private final CheckpointStore checkpoints;
  private final MetricsLog metrics;
  private final NumberedCommits best;

  /**
   * @param identity what the run must be to go on
   * @param layout of the parameters
   * @param settings how many checkpoints are kept, and how long a save is tried
   */
  RunFiles(
      CommitFolder folder,
      Attempt attempt,
      SortedMap<String, String> identity,
      ParameterLayout layout,
      CheckpointSettings settings) {
    this.folder = folder;
    this.attempt = attempt;
    this.identity = identity;
    this.layout = layout;
    keep = settings.keep();
    patience = new RetryPolicy(Duration.ofSeconds(settings.retrySeconds()));
    checkpoints = new CheckpointStore(folder, keep);
    metrics = new MetricsLog(folder);
    best = new NumberedCommits(folder.child(BEST));
  }

  /**
   * Deletes what an attempt left behind that ended in the middle of a commit, and what does not
   * verify.
   *
   * @param round that the run goes on after
   */
  void cleanUp(long round) throws IOException {
    checkpoints.dropAfter(round);
    sweepTemporaries();
  }

  private void sweepTemporaries() throws IOException {
    checkpoints.sweepTemporaries();
    folder.sweepTemporaries();
    metrics.sweepTemporaries();
    best.sweepTemporaries();
  }

  /**
   * Saves with retries. A save that failed could not clean up either, so temporaries are swept
   * after a retry.
   */
  private void persist(RetryPolicy.Repeatable save) throws IOException {
    boolean again = patience.run(save);
    if (again) {
      patience.run(this::sweepTemporaries);
    }
  }

  /** Returns the path of the directory. */
  String path() {
    return folder.path();
  }

  /** Adds a line of metrics; it is committed with the next checkpoint. */
  void addMetrics(String kind, long round, Map<String, ?> values) throws IOException {
    metrics.add(kind, attempt, round, values);
  }

  /** Makes the run safe up to this state. */
  void save(TrainingState state) throws IOException {
    String sha256 = Model.sha256(layout, state.model().parameters());
    persist(
        () -> {
          metrics.commit(attempt, state.counters().round());
          checkpoints.save(attempt, identity, state, sha256);
          dropOldBests();
        });
  }

  /** Keeps the model of the best epoch, until a better one is safe in a checkpoint. */
  void saveBest(int epoch, Model model, Map<String, ?> figures, Map<String, ?> provenance)
      throws IOException {
    persist(
        () -> {
          attempt.requireNewest();
          best.delete(epoch);
          best.commitOnce(epoch, files -> ModelFolder.write(files, model, figures, provenance));
        });
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

  /** Returns whether the final model of a run that ended at the given round exists. */
  boolean hasModelOf(long round) throws IOException {
    return folder.exists(TrainingRun.MODEL)
        && openModel().metrics().get(ENDED_AT_ROUND) instanceof Number ended
        && ended.longValue() == round;
  }

  private ModelFolder openModel() throws IOException {
    return ModelFolder.of(folder.openCommit(TrainingRun.MODEL));
  }

  /**
   * Publishes the finished model. The one of an earlier end of the run, which trains longer now, is
   * kept beside it under the round it ended at and the attempt that followed.
   *
   * @param round at which the run ended
   */
  void saveModel(long round, Model model, Map<String, Object> figures, Map<String, ?> provenance)
      throws IOException {
    figures.put(ENDED_AT_ROUND, round);
    persist(
        () -> {
          attempt.requireNewest();
          setAsideUnlessOf(round);
          IdempotentCommit.commit(
              folder,
              TrainingRun.MODEL,
              files -> ModelFolder.write(files, model, figures, provenance));
        });
  }

  private void setAsideUnlessOf(long round) throws IOException {
    if (folder.exists(TrainingRun.MODEL) && !hasModelOf(round)) {
      Object ended = openModel().metrics().get(ENDED_AT_ROUND);
      folder.publish(
          TrainingRun.MODEL,
          TrainingRun.MODEL + "-of-round-" + ended + "-until-attempt-" + attempt.number());
    }
  }
}
