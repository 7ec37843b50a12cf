package dev.unfold.driver.training.state;

import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.storage.commit.Commit;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.commit.CommitTransaction;
import dev.unfold.driver.storage.commit.NumberedCommits;
import dev.unfold.driver.storage.commit.RetryPolicy;
import dev.unfold.driver.storage.lease.Attempt;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.settings.training.CheckpointSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The directory of a run with the operations of its owner: {@code checkpoints}, {@code metrics},
 * the best model so far in {@code best}, and the finished {@code model}.
 */
public final class RunFiles {
  /** The name of the folder of the model in the folder of a run. */
  public static final String MODEL = "model";

  /**
   * The name of the folder of the runs of the passes of a hybrid, in the folder of its training.
   */
  public static final String PASSES = "passes";

  /** The name of the plan of a hybrid, in the folder of its training. */
  public static final String PLAN = "plan";

  /** The key of the round at which the run of a finished model ended. */
  public static final String ENDED_AT_ROUND = "endedAtRound";

  static final String BEST = "best";

  private final CommitFolder folder;
  private final Attempt attempt;
  private final SortedMap<String, String> identity;
  private final ParameterLayout layout;
  private final int keep;
  private final RetryPolicy retryPolicy;
  private final CheckpointStore checkpoints;
  private final MetricsLog metrics;
  private final NumberedCommits best;

  /**
   * @param identity the identity that the run must have to resume
   * @param layout the layout of the parameters
   * @param settings the number of checkpoints that are kept and the retry time of a save
   */
  public RunFiles(
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
    retryPolicy = new RetryPolicy(Duration.ofSeconds(settings.retrySeconds()));
    checkpoints = new CheckpointStore(folder, keep);
    metrics = new MetricsLog(folder);
    best = new NumberedCommits(folder.child(BEST));
  }

  /**
   * Deletes the remains of an attempt that ended in the middle of a commit, checkpoints that do not
   * verify, and models of rounds that will be trained again.
   *
   * @param round the round after which the run resumes
   */
  public void cleanUp(long round) throws IOException {
    checkpoints.dropAfter(round);
    best.deleteAfter(round);
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
  private void saveWithRetries(RetryPolicy.Repeatable save) throws IOException {
    boolean retried = retryPolicy.run(save);
    if (retried) {
      retryPolicy.run(this::sweepTemporaries);
    }
  }

  /** Returns the path of the directory. */
  public String path() {
    return folder.path();
  }

  /** Adds a line of metrics; it is committed with the next checkpoint. */
  public void addMetrics(String kind, long round, Map<String, ?> values) throws IOException {
    metrics.add(kind, attempt, round, values);
  }

  /** Commits the metrics and a checkpoint of this state. */
  public void save(TrainingState state) throws IOException {
    String sha256 = Model.sha256(layout, state.model().parameters());
    saveWithRetries(
        () -> {
          metrics.commit(attempt, state.counters().round());
          checkpoints.save(attempt, identity, state, sha256);
          deleteOldBestModels();
        });
  }

  /**
   * Saves the model of the best validation; it is kept until a better one is safe in a checkpoint.
   *
   * @param round the last round before the validation
   */
  public void saveBest(
      long round, Model model, Map<String, ?> modelMetrics, Map<String, ?> provenance)
      throws IOException {
    saveWithRetries(
        () -> {
          attempt.requireNewest();
          best.delete(round);
          best.commit(round, files -> ModelFolder.write(files, model, modelMetrics, provenance));
        });
  }

  /** Returns the model of the best validation, which was after the given round. */
  public ModelFolder openBest(long round) throws IOException {
    return ModelFolder.of(best.open(round));
  }

  /** Deletes models of former best validations, except those to which a kept checkpoint refers. */
  private void deleteOldBestModels() throws IOException {
    List<Long> bests = best.numbers();
    for (long old : bests.subList(0, Math.max(0, bests.size() - keep))) {
      best.delete(old);
    }
  }

  /** Returns whether the final model of a run that ended at the given round exists. */
  public boolean hasModelOf(long round) throws IOException {
    return folder.exists(RunFiles.MODEL)
        && openModel().metrics().get(ENDED_AT_ROUND) instanceof Number ended
        && ended.longValue() == round;
  }

  private ModelFolder openModel() throws IOException {
    return ModelFolder.of(Commit.open(folder.child(RunFiles.MODEL)));
  }

  /**
   * Publishes the finished model. A model from an earlier end of the run, which has been extended
   * since, is kept next to it under the round at which it ended and the attempt that followed.
   *
   * @param round the round at which the run ended
   */
  public void saveModel(
      long round, Model model, Map<String, Object> modelMetrics, Map<String, ?> provenance)
      throws IOException {
    modelMetrics.put(ENDED_AT_ROUND, round);
    saveWithRetries(
        () -> {
          attempt.requireNewest();
          setAsideUnlessOf(round);
          new CommitTransaction(
                  folder,
                  RunFiles.MODEL,
                  files -> ModelFolder.write(files, model, modelMetrics, provenance))
              .run();
        });
  }

  private void setAsideUnlessOf(long round) throws IOException {
    if (folder.exists(RunFiles.MODEL) && !hasModelOf(round)) {
      Object ended = openModel().metrics().get(ENDED_AT_ROUND);
      folder.publish(
          RunFiles.MODEL,
          RunFiles.MODEL + "-of-round-" + ended + "-until-attempt-" + attempt.number());
    }
  }
}
