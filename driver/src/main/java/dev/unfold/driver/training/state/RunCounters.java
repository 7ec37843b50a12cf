package dev.unfold.driver.training.state;

import dev.unfold.driver.training.round.RoundMetrics;

/**
 * The progress of a run: everything in a checkpoint except the vectors.
 *
 * @param round the number of completed rounds
 * @param epoch the number of completed epochs
 * @param chunk the number of chunks of the current epoch that every shard has completed
 * @param updates the number of updates: the sum over the rounds of the maximum of a shard
 * @param epochLoss the loss in nats, summed over the targets of the current epoch
 * @param epochTargets the targets trained in the current epoch
 * @param trainedTargets the targets trained in the run
 * @param excludedTargets the targets of shards that were excluded from an average, over the run
 * @param plateauScale the factor that plateaus have applied to the learning rate
 * @param learningRate the learning rate of the last update
 * @param seconds the training time over all attempts
 * @param epochSeconds the training time of the current epoch
 * @param best the best epoch
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
    Best best) {

  public RunCounters {
    if (Math.min(Math.min(round, epoch), Math.min(chunk, updates)) < 0) {
      throw new IllegalArgumentException("counters of a run below zero");
    }
    if (Math.min(Math.min(epochTargets, trainedTargets), excludedTargets) < 0) {
      throw new IllegalArgumentException("targets below zero");
    }
  }

  /** The counters of a run that has not started. */
  public static final RunCounters ZERO =
      new RunCounters(0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, new Best(0, 0));

  /**
   * The best epoch so far.
   *
   * @param epoch the epoch, from 1; 0 if there is none
   * @param value the metric on the validation corpus; 0 if there is none
   */
  public record Best(int epoch, double value) {
    public boolean exists() {
      return epoch > 0;
    }
  }

  /** Returns the counters after a round. */
  public RunCounters afterRound(RoundMetrics metrics) {
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
        best);
  }

  /** Returns the counters at the start of the next epoch. */
  public RunCounters afterEpoch(double nextPlateauScale, Best bestSoFar) {
    return new RunCounters(
        round,
        epoch + 1,
        0,
        updates,
        0,
        0,
        trainedTargets,
        excludedTargets,
        nextPlateauScale,
        learningRate,
        seconds,
        0,
        bestSoFar);
  }

  /** Returns these counters with another best epoch. */
  public RunCounters withBest(Best other) {
    return new RunCounters(
        round,
        epoch,
        chunk,
        updates,
        epochLoss,
        epochTargets,
        trainedTargets,
        excludedTargets,
        plateauScale,
        learningRate,
        seconds,
        epochSeconds,
        other);
  }

  public int epochsWithoutBest() {
    return epoch - best.epoch();
  }
}
