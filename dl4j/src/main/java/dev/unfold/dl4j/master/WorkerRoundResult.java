package dev.unfold.dl4j.master;

import java.io.Serializable;
import org.deeplearning4j.spark.api.TrainingResult;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The result of a worker's round. */
public final class WorkerRoundResult implements TrainingResult, Serializable {
  private static final long serialVersionUID = 1L;

  private final WorkerEnd end;
  private SparkTrainingStats stats;

  /**
   * The final state of a worker.
   *
   * @param parameters the parameters of its network; null if it had no data
   * @param updater the state of its updater; null if it has none
   * @param carry the carry for its next round; null if there is none
   */
  record WorkerEnd(
      INDArray parameters,
      INDArray updater,
      WorkerCarry carry,
      WorkerCounts counts,
      ListenerReports reports)
      implements Serializable {
    static final WorkerEnd WITHOUT_DATA =
        new WorkerEnd(null, null, null, WorkerCounts.NONE, ListenerReports.NONE);
  }

  WorkerRoundResult(WorkerEnd end) {
    this.end = end;
  }

  WorkerEnd end() {
    return end;
  }

  @Override
  public void setStats(SparkTrainingStats sparkTrainingStats) {
    stats = sparkTrainingStats;
  }

  /** Returns the worker's times; null if they were not collected. */
  SparkTrainingStats stats() {
    return stats;
  }
}
