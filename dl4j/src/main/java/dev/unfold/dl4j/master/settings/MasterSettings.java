package dev.unfold.dl4j.master.settings;

import java.io.Serializable;

/**
 * The settings of the training master: the assignment of DataSets and the averaging of the workers'
 * networks.
 *
 * @param workers the number of logical workers, which affects the result, on every cluster
 * @param rddDataSetNumExamples the number of examples of each DataSet of the training data
 * @param batchSizePerWorker the number of examples of a minibatch made of DataSets without
 *     positions
 * @param averagingFrequency the number of minibatches of each worker in a round
 * @param collectTrainingStats whether times are collected
 */
public record MasterSettings(
    int workers,
    int rddDataSetNumExamples,
    int batchSizePerWorker,
    int averagingFrequency,
    boolean collectTrainingStats)
    implements Serializable {

  public MasterSettings {
    requirePositive("workers", workers);
    requirePositive("rddDataSetNumExamples", rddDataSetNumExamples);
    requirePositive("batchSizePerWorker", batchSizePerWorker);
    requirePositive("averagingFrequency", averagingFrequency);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": expected 1 or more, found " + value);
    }
  }

  /** Returns the number of DataSets without positions that a worker trains in a round. */
  public int dataSetsInRound() {
    return Math.max(
        1, Math.toIntExact((long) batchSizePerWorker * averagingFrequency / rddDataSetNumExamples));
  }

  public MasterSettings withCollectTrainingStats(boolean collect) {
    return new MasterSettings(
        workers, rddDataSetNumExamples, batchSizePerWorker, averagingFrequency, collect);
  }
}
