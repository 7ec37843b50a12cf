package dev.unfold.dl4j.master;

import dev.unfold.dl4j.master.WorkerRoundResult.WorkerEnd;
import java.util.List;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The average of the workers' networks, weighted by the number of targets that each trained, summed
 * in double in the order of the workers: the bits do not depend on the order of completion.
 *
 * @param updater the average updater state; null if the updater has none
 * @param updates the largest number of updates of a worker
 * @param score the average score of the workers' last minibatches
 */
record WorkerAverage(INDArray parameters, INDArray updater, int updates, double score) {

  /**
   * Averages the networks.
   *
   * @param workers the workers in their order; at least one has targets
   */
  static WorkerAverage of(List<WorkerEnd> workers) {
    List<WorkerEnd> counted = workers.stream().filter(worker -> targets(worker) > 0).toList();
    double targets = counted.stream().mapToLong(WorkerAverage::targets).sum();
    double score = 0;
    int updates = 0;
    for (WorkerEnd worker : counted) {
      score += targets(worker) / targets * worker.counts().score();
      updates = Math.max(updates, worker.counts().updates());
    }
    return new WorkerAverage(
        average(counted, targets, WorkerEnd::parameters),
        counted.get(0).updater() == null ? null : average(counted, targets, WorkerEnd::updater),
        updates,
        score);
  }

  private static long targets(WorkerEnd worker) {
    return worker.counts().targets();
  }

  private static INDArray average(
      List<WorkerEnd> workers, double targets, Function<WorkerEnd, INDArray> vectorOf) {
    INDArray first = vectorOf.apply(workers.get(0));
    INDArray sum = Nd4j.zeros(DataType.DOUBLE, first.shape());
    for (WorkerEnd worker : workers) {
      sum.addi(vectorOf.apply(worker).castTo(DataType.DOUBLE).muli(targets(worker) / targets));
    }
    return sum.castTo(first.dataType());
  }
}
