package dev.unfold.dl4j.master;

import dev.unfold.dl4j.master.data.ElementType;
import dev.unfold.driver.execution.JavaSerialized;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.datasets.iterator.IteratorMultiDataSetIterator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.WorkerConfiguration;
import org.deeplearning4j.spark.api.stats.CommonSparkTrainingStats;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import scala.Tuple2;

/**
 * One round of one worker as a Spark task: it may run twice or be killed, and always has the same
 * result.
 *
 * @param carried whether the DataSets are parts of sequences, which are minibatches without merging
 * @param start the initial {@link NetworkState} of all workers
 */
record WorkerTask<T>(
    ElementType<T> elementType,
    boolean carried,
    Broadcast<byte[]> start,
    WorkerListeners workerListeners,
    WorkerConfiguration configuration)
    implements Serializable {

  /**
   * The input of a worker in a round.
   *
   * @param worker the index of the worker, from 0
   * @param carry the carry of its last round; null if there is none
   */
  record WorkerInput(int worker, WorkerCarry carry) implements Serializable {}

  private enum Phase {
    TOTAL,
    NETWORK,
    DATA,
    MINIBATCH
  }

  /**
   * Trains the worker.
   *
   * @param data the data of the worker in this round, in order
   * @param inputs one {@link WorkerInput}
   * @return one {@link WorkerRoundResult}
   */
  Iterator<byte[]> run(Iterator<Tuple2<Long, byte[]>> data, Iterator<byte[]> inputs) {
    WorkerInput input = JavaSerialized.read(inputs.next(), WorkerInput.class);
    RoundWorker worker =
        new RoundWorker(
            start::value, input.worker(), input.carry(), workerListeners, configuration);
    WorkerRoundResult result =
        data.hasNext() ? train(worker, minibatches(data)) : worker.getFinalResultNoData();
    return List.of(JavaSerialized.of(result)).iterator();
  }

  private Iterator<MultiDataSet> minibatches(Iterator<Tuple2<Long, byte[]>> data) {
    Iterator<MultiDataSet> sets =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return data.hasNext();
          }

          @Override
          public MultiDataSet next() {
            return elementType.unpack(data.next()._2());
          }
        };
    return carried
        ? sets
        : new IteratorMultiDataSetIterator(sets, configuration.getBatchSizePerWorker());
  }

  private WorkerRoundResult train(RoundWorker worker, Iterator<MultiDataSet> minibatches) {
    PhaseTimer<Phase> times = new PhaseTimer<>(Phase.class);
    WorkerRoundResult result =
        times.time(
            Phase.TOTAL,
            () -> {
              ComputationGraph graph = times.time(Phase.NETWORK, worker::getInitialModelGraph);
              while (minibatches.hasNext()) {
                MultiDataSet next = times.time(Phase.DATA, minibatches::next);
                times.time(Phase.MINIBATCH, () -> worker.processMinibatch(next, graph, false));
              }
              return worker.getFinalResult(graph);
            });
    if (configuration.isCollectTrainingStats()) {
      result.setStats(stats(times));
    }
    return result;
  }

  private static CommonSparkTrainingStats stats(PhaseTimer<Phase> times) {
    return new CommonSparkTrainingStats.Builder()
        .workerFlatMapTotalTimeMs(times.of(Phase.TOTAL))
        .workerFlatMapGetInitialModelTimeMs(times.of(Phase.NETWORK))
        .workerFlatMapDataSetGetTimesMs(times.of(Phase.DATA))
        .workerFlatMapProcessMiniBatchTimesMs(times.of(Phase.MINIBATCH))
        .build();
  }
}
