package dev.unfold.driver.training;

/**
 * The progress of a run: everything in a checkpoint besides the vectors.
 *
 * @param round rounds done
 * @param epoch epochs done
 * @param chunk chunks of the present epoch that every shard has done
 * @param updates true updates done: in every round the most that a shard made
 * @param epochLoss nats summed over the targets of the present epoch
 * @param epochTargets trained in the present epoch
 * @param trainedTargets of the run
 * @param excludedTargets of the run: those of shards that were left out of an average
 * @param plateauScale what plateaus made of the learning rate
 * @param learningRate of the last update
 * @param seconds of training, over all attempts
 * @param epochSeconds of the present epoch
 * @param best the best epoch
 */
record RunCounters(
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

  RunCounters {
    if (Math.min(Math.min(round, epoch), Math.min(chunk, updates)) < 0) {
      throw new IllegalArgumentException("counters of a run below zero");
    }
    if (Math.min(Math.min(epochTargets, trainedTargets), excludedTargets) < 0) {
      throw new IllegalArgumentException("targets below zero");
    }
  }

  /** The counters of a run that has not started. */
  static final RunCounters ZERO =
      new RunCounters(0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, new Best(0, 0));

  /**
   * The best epoch so far.
   *
   * @param epoch from 1; 0 where there is none
   * @param figure on the validation corpus; 0 where there is none
   */
  record Best(int epoch, double figure) {
    boolean exists() {
      return epoch > 0;
    }
  }

  /** Returns the counters after a round. */
  RunCounters afterRound(RoundFigures figures) {
    return new RunCounters(
        round + 1,
        epoch,
        chunk + figures.chunks(),
        updates + figures.updates(),
        epochLoss + figures.loss(),
        epochTargets + figures.targets(),
        trainedTargets + figures.targets(),
        excludedTargets + figures.excluded().targets(),
        plateauScale,
        figures.updates() > 0 ? figures.learningRate() : learningRate,
        seconds + figures.seconds(),
        epochSeconds + figures.seconds(),
        best);
  }

  /** Returns the counters at the start of the next epoch. */
  RunCounters afterEpoch(double nextPlateauScale, Best bestSoFar) {
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

  /** Returns these counters with another figure of the best epoch. */
  RunCounters withBest(Best other) {
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

  int epochsWithoutBest() {
    return epoch - best.epoch();
  }
}
