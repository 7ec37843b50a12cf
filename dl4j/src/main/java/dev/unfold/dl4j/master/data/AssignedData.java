package dev.unfold.dl4j.master.data;

import dev.unfold.driver.execution.JavaSerialized;
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
public final class AssignedData<T> implements AutoCloseable {
  private final ElementType<T> elementType;
  private final WorkerAssignment assignment;
  private final Broadcast<byte[]> broadcast;
  private final JavaPairRDD<Long, byte[]> partitions;

  /**
   * @param data the data that was summarized
   * @param assignment the assignment that was computed from the summaries
   */
  public AssignedData(
      JavaSparkContext spark,
      JavaRDD<T> data,
      ElementType<T> elementType,
      WorkerAssignment assignment,
      int workers) {
    this.elementType = elementType;
    this.assignment = assignment;
    broadcast = spark.broadcast(JavaSerialized.of(assignment));
    partitions =
        data.mapPartitionsWithIndex(new KeyLookup<>(elementType, broadcast)::assign, false)
            .mapToPair(pair -> pair)
            .repartitionAndSortWithinPartitions(
                new PartitionNumbering(assignment.rounds() * workers));
    partitions.setName("training data of workers and rounds");
  }

  /**
   * Reads the positions of all DataSets.
   *
   * @throws SequenceException if a DataSet has invalid positions
   * @throws IOException if the data cannot be read
   */
  public static <T> List<PartitionSummary> summarize(
      JavaSparkContext spark, JavaRDD<T> data, ElementType<T> elementType) throws IOException {
    List<PartitionSummary> summaries =
        SparkJobs.run(
            spark,
            "order of the training data",
            () ->
                data
                    .mapPartitions(
                        part ->
                            List.of(JavaSerialized.of(PartitionSummary.of(part, elementType)))
                                .iterator())
                    .collect()
                    .stream()
                    .map(bytes -> JavaSerialized.read(bytes, PartitionSummary.class))
                    .toList());
    for (PartitionSummary summary : summaries) {
      if (!summary.fault().isEmpty()) {
        throw new SequenceException(summary.fault());
      }
    }
    return summaries;
  }

  /** Returns the partitions of all workers and rounds. */
  public JavaPairRDD<Long, byte[]> partitions() {
    return partitions;
  }

  public WorkerAssignment assignment() {
    return assignment;
  }

  public ElementType<T> elementType() {
    return elementType;
  }

  @Override
  public void close() {
    partitions.rdd().cleanShuffleDependencies(true);
    broadcast.destroy();
  }

  /** Looks up the keys of the elements of a partition. */
  private record KeyLookup<T>(ElementType<T> elementType, Broadcast<byte[]> broadcast)
      implements Serializable {
    Iterator<Tuple2<Long, byte[]>> assign(int partition, Iterator<T> data) {
      WorkerAssignment assignment = JavaSerialized.read(broadcast.value(), WorkerAssignment.class);
      return new AssignedPartition<>(
          data, elementType, assignment.keys()[partition], assignment.fingerprints()[partition]);
    }
  }
}
