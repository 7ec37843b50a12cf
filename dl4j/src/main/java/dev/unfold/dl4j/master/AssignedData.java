package dev.unfold.dl4j.master;

import dev.unfold.driver.execution.SparkJobs;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Training data, shuffled once into a partition for each worker in each round. It stays in Spark's
 * shuffle files until it is closed.
 *
 * @param <T> the elements of the training RDD
 */
final class AssignedData<T> implements AutoCloseable {
  private final ElementType<T> items;
  private final WorkerAssignment deal;
  private final Broadcast<byte[]> broadcast;
  private final JavaPairRDD<Long, byte[]> dealt;

  /**
   * @param data as it was surveyed
   * @param deal of that survey
   */
  AssignedData(
      JavaSparkContext spark,
      JavaRDD<T> data,
      ElementType<T> items,
      WorkerAssignment deal,
      int workers) {
    this.items = items;
    this.deal = deal;
    broadcast = spark.broadcast(JavaSerialized.of(deal));
    dealt =
        data.mapPartitionsWithIndex(new Dealing<>(items, broadcast)::deal, false)
            .mapToPair(pair -> pair)
            .repartitionAndSortWithinPartitions(new PartitionNumbering(deal.rounds() * workers));
    dealt.setName("training data of workers and rounds");
  }

  /**
   * Reads what all DataSets say of themselves.
   *
   * @throws SequenceException if one says what makes no sense
   * @throws IOException if the data cannot be read
   */
  static <T> List<PartitionSummary> survey(
      JavaSparkContext spark, JavaRDD<T> data, ElementType<T> items) throws IOException {
    List<PartitionSummary> surveys =
        SparkJobs.run(
            spark,
            "order of the training data",
            () ->
                data
                    .mapPartitions(
                        part ->
                            List.of(JavaSerialized.of(PartitionSummary.of(part, items))).iterator())
                    .collect()
                    .stream()
                    .map(bytes -> JavaSerialized.read(bytes, PartitionSummary.class))
                    .toList());
    for (PartitionSummary survey : surveys) {
      if (!survey.complaint().isEmpty()) {
        throw new SequenceException(survey.complaint());
      }
    }
    return surveys;
  }

  /** The partitions of all workers and rounds. */
  JavaPairRDD<Long, byte[]> partitions() {
    return dealt;
  }

  WorkerAssignment deal() {
    return deal;
  }

  ElementType<T> items() {
    return items;
  }

  @Override
  public void close() {
    dealt.rdd().cleanShuffleDependencies(true);
    broadcast.destroy();
  }

  /** Looks up where the elements of a partition go. */
  private record Dealing<T>(ElementType<T> items, Broadcast<byte[]> deal) implements Serializable {
    Iterator<Tuple2<Long, byte[]>> deal(int partition, Iterator<T> data) {
      WorkerAssignment plan = JavaSerialized.read(deal.value(), WorkerAssignment.class);
      return new AssignedPartition<>(data, items, plan.keys()[partition], plan.marks()[partition]);
    }
  }
}
