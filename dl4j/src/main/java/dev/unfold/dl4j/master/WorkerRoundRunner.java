package dev.unfold.dl4j.master;

import dev.unfold.dl4j.master.MasterTimes.Phase;
import dev.unfold.dl4j.master.data.AssignedData;
import dev.unfold.dl4j.master.settings.MasterSettings;
import dev.unfold.driver.execution.JavaSerialized;
import dev.unfold.driver.execution.OwnedBroadcast;
import dev.unfold.driver.execution.PartitionElements;
import dev.unfold.driver.execution.SparkJobs;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.PartitionPruningRDD;
import org.apache.spark.rdd.RDD;
import org.deeplearning4j.spark.api.WorkerConfiguration;
import scala.Function1;
import scala.Tuple2;
import scala.reflect.ClassTag;

/**
 * Runs the workers of a round over the cluster: one Spark action, one task for each worker.
 *
 * @param <T> the elements of the training RDD
 */
record WorkerRoundRunner<T>(
    DriverNetwork network,
    AssignedData<T> data,
    MasterSettings settings,
    WorkerListeners workerListeners,
    MasterTimes times) {

  /**
   * Trains every worker from the network. When this method returns, all results are on the driver
   * and the broadcast is destroyed.
   *
   * @param round the round, from 0
   * @param carries the carries of the workers, in their order; null elements for none
   * @return the results of the workers, in their order
   */
  List<WorkerRoundResult> run(int round, List<WorkerCarry> carries) {
    try (OwnedBroadcast<byte[]> start = times.time(Phase.BROADCAST, this::start)) {
      WorkerTask<T> task =
          new WorkerTask<>(
              data.elementType(),
              data.assignment().carried(),
              start.broadcast(),
              workerListeners,
              configuration(settings));
      return times.time(Phase.MAP_PARTITIONS, () -> run(round, carries, task));
    }
  }

  private OwnedBroadcast<byte[]> start() {
    return OwnedBroadcast.of(network.spark(), JavaSerialized.of(network.state()));
  }

  private List<WorkerRoundResult> run(int round, List<WorkerCarry> carries, WorkerTask<T> task) {
    try {
      List<byte[]> results =
          SparkJobs.run(
              network.spark(),
              "round " + (round + 1) + " of " + data.assignment().rounds(),
              () ->
                  PartitionElements.collect(
                      dataOf(round).zipPartitions(inputs(carries), task::run)));
      return results.stream()
          .map(bytes -> JavaSerialized.read(bytes, WorkerRoundResult.class))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the configuration of a worker as DL4J defines it. */
  static WorkerConfiguration configuration(MasterSettings settings) {
    return new WorkerConfiguration(
        true,
        settings.rddDataSetNumExamples(),
        settings.batchSizePerWorker(),
        settings.averagingFrequency(),
        0,
        settings.collectTrainingStats());
  }

  /** Returns the inputs of the workers, which are sent with the tasks. */
  private JavaRDD<byte[]> inputs(List<WorkerCarry> carries) {
    return SparkJobs.parts(
        network.spark(),
        IntStream.range(0, carries.size())
            .mapToObj(
                worker ->
                    JavaSerialized.of(new WorkerTask.WorkerInput(worker, carries.get(worker))))
            .toList());
  }

  /** Returns only the partitions of the workers in a round. */
  private JavaRDD<Tuple2<Long, byte[]>> dataOf(int round) {
    int workers = settings.workers();
    Function1<Object, Object> ofRound =
        (Function1<Object, Object> & Serializable)
            partition -> (Integer) partition / workers == round;
    RDD<Tuple2<Long, byte[]>> pruned = PartitionPruningRDD.create(data.partitions().rdd(), ofRound);
    return JavaRDD.fromRDD(pruned, ClassTag.apply(Tuple2.class));
  }
}
