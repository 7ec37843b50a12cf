package dev.unfold.dl4j.master;

import java.io.Serializable;
import org.deeplearning4j.spark.api.TrainingResult;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The result of a worker's round. */
public final class WorkerRoundResult implements TrainingResult, Serializable {
  private static final long serialVersionUID = 1L;

  private final Ended ended;
  private SparkTrainingStats stats;

  /**
   * The final state of a worker.
   *
   * @param parameters of its network; null if it had no data
   * @param updater the memory of its updater; null if it has none
   * @param carry for its next round; null if there is none
   */
  record Ended(
      INDArray parameters,
      INDArray updater,
      WorkerCarry carry,
      WorkerCounts figures,
      ListenerReports reports)
      implements Serializable {
    static final Ended WITHOUT_DATA =
        new Ended(null, null, null, WorkerCounts.NONE, ListenerReports.NONE);
  }

  WorkerRoundResult(Ended ended) {
    this.ended = ended;
  }

  Ended ended() {
    return ended;
  }

  @Override
  public void setStats(SparkTrainingStats sparkTrainingStats) {
    stats = sparkTrainingStats;
  }

  /** The worker's times; null if they were not kept. */
  SparkTrainingStats stats() {
    return stats;
  }
}
