package dev.unfold.dl4j.master;

import dev.unfold.dl4j.master.WorkerRoundResult.Ended;
import java.util.List;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The average of the workers' networks, weighted by the targets that each really trained, summed in
 * double in the order of the workers: the same bits in whatever order they finished.
 *
 * @param updater null if the network's updater has no memory
 * @param updates that were made one after the other: the most that a worker made
 * @param score of the workers' last minibatches
 */
record WorkerAverage(INDArray parameters, INDArray updater, int updates, double score) {

  /**
   * Averages.
   *
   * @param workers in their order; at least one has targets
   */
  static WorkerAverage of(List<Ended> workers) {
    List<Ended> counted = workers.stream().filter(worker -> targets(worker) > 0).toList();
    double targets = counted.stream().mapToLong(WorkerAverage::targets).sum();
    double score = 0;
    int updates = 0;
    for (Ended worker : counted) {
      score += targets(worker) / targets * worker.figures().score();
      updates = Math.max(updates, worker.figures().updates());
    }
    return new WorkerAverage(
        average(counted, targets, Ended::parameters),
        counted.get(0).updater() == null ? null : average(counted, targets, Ended::updater),
        updates,
        score);
  }

  private static long targets(Ended worker) {
    return worker.figures().targets();
  }

  private static INDArray average(
      List<Ended> workers, double targets, Function<Ended, INDArray> vectorOf) {
    INDArray first = vectorOf.apply(workers.get(0));
    INDArray sum = Nd4j.zeros(DataType.DOUBLE, first.shape());
    for (Ended worker : workers) {
      sum.addi(vectorOf.apply(worker).castTo(DataType.DOUBLE).muli(targets(worker) / targets));
    }
    return sum.castTo(first.dataType());
  }
}
