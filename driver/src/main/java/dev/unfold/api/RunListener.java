package dev.unfold.api;

import java.util.Map;

/**
 * Follows a run, and may stop it. All methods are called on the thread that trains; every one has a
 * default that does nothing.
 */
public interface RunListener {
  /**
   * A round that has been averaged.
   *
   * @param round the round of the run, from 1
   * @param epoch the epoch, from 1
   * @param loss the loss per target of the round: nats, or the squared error for real values
   * @param learningRate the learning rate of the last update
   * @param targetsPerSecond the throughput by wall time
   */
  record FinishedRound(
      long round, int epoch, double loss, double learningRate, double targetsPerSecond) {}

  /**
   * An epoch that has been trained and, if there is a validation corpus, evaluated.
   *
   * @param epoch the epoch, from 1
   * @param trainLoss the loss per target, averaged over the epoch during training
   * @param validation the metrics on the validation corpus by name; empty without such a corpus
   * @param best whether the model is the best of the run so far
   * @param seconds the wall time of the epoch in seconds
   */
  record FinishedEpoch(
      int epoch, double trainLoss, Map<String, Double> validation, boolean best, double seconds) {
    public FinishedEpoch {
      validation = Map.copyOf(validation);
    }
  }

  /**
   * A validation within an epoch, if {@code evaluation.every-rounds} is set.
   *
   * @param round the last round before it, from 1
   * @param epoch the epoch, from 1
   * @param validation the metrics on the validation corpus by name
   * @param best whether the model is the best of the run so far
   */
  record FinishedValidation(long round, int epoch, Map<String, Double> validation, boolean best) {
    public FinishedValidation {
      validation = Map.copyOf(validation);
    }
  }

  /** Called after each round. */
  default void roundFinished(FinishedRound round) {}

  /** Called after each validation within an epoch. */
  default void validationFinished(FinishedValidation validation) {}

  /** Called after each epoch. */
  default void epochFinished(FinishedEpoch epoch) {}

  /**
   * Returns whether to stop before the next round; asked before each one. A run that was stopped
   * has a checkpoint from which it resumes.
   */
  default boolean stopRequested() {
    return false;
  }
}
