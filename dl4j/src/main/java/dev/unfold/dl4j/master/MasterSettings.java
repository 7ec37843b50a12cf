package dev.unfold.dl4j.master;

import java.io.Serializable;

/**
 * The settings of the training master: the assignment of DataSets and the averaging of the workers'
 * networks.
 *
 * @param workers logical ones: as many as the result is to depend on, on whatever cluster
 * @param rddDataSetNumExamples examples of each DataSet of the training data
 * @param batchSizePerWorker examples of a minibatch that is made of DataSets without positions
 * @param averagingFrequency minibatches of each worker in a round
 * @param collectTrainingStats whether times are kept
 */
record MasterSettings(
    int workers,
    int rddDataSetNumExamples,
    int batchSizePerWorker,
    int averagingFrequency,
    boolean collectTrainingStats)
    implements Serializable {

  MasterSettings {
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

  /** DataSets without positions of which a worker makes the minibatches of a round. */
  int dataSetsInRound() {
    return Math.max(
        1, Math.toIntExact((long) batchSizePerWorker * averagingFrequency / rddDataSetNumExamples));
  }

  MasterSettings withCollectTrainingStats(boolean collect) {
    return new MasterSettings(
        workers, rddDataSetNumExamples, batchSizePerWorker, averagingFrequency, collect);
  }
}
