package dev.unfold.dl4j.master;

import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.deeplearning4j.spark.impl.paramavg.stats.ParameterAveragingTrainingMasterStats;

/** Collects the times of the master's and the workers' phases. */
final class MasterTimes {
  private final PhaseTimer<Phase> watch = new PhaseTimer<>(Phase.class);
  private SparkTrainingStats workers;

  /** The phases that DL4J also names. */
  enum Phase {
    /** A whole fit. */
    FIT,
    /** Reading the positions of the data. */
    COUNT,
    /** Assigning the data to workers and rounds. */
    SPLIT,
    /** Broadcasting the network. */
    BROADCAST,
    /** A round; the first one includes the shuffle. */
    MAP_PARTITIONS,
    /** Averaging the workers' networks. */
    AGGREGATE,
    /** Copying the average into the network. */
    PARAMETERS_AND_UPDATER
  }

  <R> R time(Phase phase, Supplier<R> work) {
    return watch.time(phase, work);
  }

  /**
   * Adds the times of a worker in a round.
   *
   * @param worker the times; null if they were not collected
   */
  void add(SparkTrainingStats worker) {
    if (workers == null) {
      workers = worker;
    } else if (worker != null) {
      workers.addOtherTrainingStats(worker);
    }
  }

  /**
   * Returns the times in the format of DL4J's own master, which has export and shuffle phases that
   * do not exist here.
   */
  SparkTrainingStats stats() {
    return new TrainingTimes(
        new ParameterAveragingTrainingMasterStats(
            workers,
            List.of(),
            watch.of(Phase.COUNT),
            watch.of(Phase.BROADCAST),
            watch.of(Phase.FIT),
            watch.of(Phase.SPLIT),
            watch.of(Phase.MAP_PARTITIONS),
            watch.of(Phase.AGGREGATE),
            watch.of(Phase.PARAMETERS_AND_UPDATER),
            List.of()));
  }
}
