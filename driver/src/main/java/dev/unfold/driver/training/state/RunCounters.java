package dev.unfold.driver.training.state;

import dev.unfold.driver.training.round.RoundMetrics;

/**
 * The progress of a run: everything in a checkpoint except the vectors.
 *
 * @param round the number of completed rounds
 * @param epoch the number of completed epochs
 * @param chunk the number of chunks of the current epoch that every shard has completed
 * @param updates the number of updates: the sum over the rounds of the maximum of a shard
 * @param epochLoss the loss, summed over the targets of the current epoch
 * @param epochTargets the targets trained in the current epoch
 * @param trainedTargets the targets trained in the run
 * @param excludedTargets the targets of shards that were excluded from an average, over the run
 * @param plateauScale the factor that plateaus have applied to the learning rate
 * @param learningRate the learning rate of the last update
 * @param seconds the training time over all attempts
 * @param epochSeconds the training time of the current epoch
 * @param averagedRounds the number of rounds in the average of the weights; 0 if there is no
 *     average
 * @param validations the validations so far
 */
public record RunCounters(
    long round,
    int epoch,
    long chunk,
    long updates,
    double epochLoss,
    long epochTargets,
    long trainedTargets,
    long excludedTargets,
    double plateauScale,
    double learningRate,
    double seconds,
    double epochSeconds,
    long averagedRounds,
    ValidationHistory validations) {

  public RunCounters {
    if (Math.min(Math.min(round, epoch), Math.min(chunk, updates)) < 0) {
      throw new IllegalArgumentException("counters of a run below zero");
    }
    if (Math.min(Math.min(epochTargets, trainedTargets), excludedTargets) < 0) {
      throw new IllegalArgumentException("targets below zero");
    }
    if (averagedRounds < 0) {
      throw new IllegalArgumentException("averaged rounds below zero");
    }
  }

  /** The counters of a run that has not started. */
  public static final RunCounters ZERO =
      new RunCounters(0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, ValidationHistory.EMPTY);

  /**
   * Returns the counters after a round.
   *
   * @param averaged the number of rounds in the average of the weights from now on
   */
  public RunCounters afterRound(RoundMetrics metrics, long averaged) {
    return new RunCounters(
        round + 1,
        epoch,
        chunk + metrics.chunks(),
        updates + metrics.updates(),
        epochLoss + metrics.loss(),
        epochTargets + metrics.targets(),
        trainedTargets + metrics.targets(),
        excludedTargets + metrics.excluded().targets(),
        plateauScale,
        metrics.updates() > 0 ? metrics.learningRate() : learningRate,
        seconds + metrics.seconds(),
        epochSeconds + metrics.seconds(),
        averaged,
        validations);
  }

  /** Returns the counters at the start of the next epoch. */
  public RunCounters afterEpoch() {
    return new RunCounters(
        round,
        epoch + 1,
        0,
        updates,
        0,
        0,
        trainedTargets,
        excludedTargets,
        plateauScale,
        learningRate,
        seconds,
        0,
        averagedRounds,
        validations);
  }

  /** Returns these counters with another history of validations. */
  public RunCounters withValidations(ValidationHistory other) {
    return afterValidation(plateauScale, averagedRounds, other);
  }

  /**
   * Returns the counters after a validation.
   *
   * @param nextPlateauScale the factor of the learning rate from now on
   * @param averaged the number of rounds in the average of the weights from now on
   * @param history the validations so far, including this one
   */
  public RunCounters afterValidation(
      double nextPlateauScale, long averaged, ValidationHistory history) {
    return new RunCounters(
        round,
        epoch,
        chunk,
        updates,
        epochLoss,
        epochTargets,
        trainedTargets,
        excludedTargets,
        nextPlateauScale,
        learningRate,
        seconds,
        epochSeconds,
        averaged,
        history);
  }
}
