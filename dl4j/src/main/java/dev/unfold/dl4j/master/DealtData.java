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
final class DealtData<T> implements AutoCloseable {
  private final Items<T> items;
  private final Deal deal;
  private final Broadcast<byte[]> broadcast;
  private final JavaPairRDD<Long, byte[]> dealt;

  /**
   * @param data as it was surveyed
   * @param deal of that survey
   */
  DealtData(JavaSparkContext spark, JavaRDD<T> data, Items<T> items, Deal deal, int workers) {
    this.items = items;
    this.deal = deal;
    broadcast = spark.broadcast(JavaBytes.of(deal));
    dealt =
        data.mapPartitionsWithIndex(new Dealing<>(items, broadcast)::deal, false)
            .mapToPair(pair -> pair)
            .repartitionAndSortWithinPartitions(new Slots(deal.rounds() * workers));
    dealt.setName("training data of workers and rounds");
  }

  /**
   * Reads what all DataSets say of themselves.
   *
   * @throws SequenceException if one says what makes no sense
   * @throws IOException if the data cannot be read
   */
  static <T> List<Survey> survey(JavaSparkContext spark, JavaRDD<T> data, Items<T> items)
      throws IOException {
    List<Survey> surveys =
        SparkJobs.run(
            spark,
            "order of the training data",
            () ->
                data
                    .mapPartitions(part -> List.of(JavaBytes.of(Survey.of(part, items))).iterator())
                    .collect()
                    .stream()
                    .map(bytes -> JavaBytes.read(bytes, Survey.class))
                    .toList());
    for (Survey survey : surveys) {
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

  Deal deal() {
    return deal;
  }

  Items<T> items() {
    return items;
  }

  @Override
  public void close() {
    dealt.rdd().cleanShuffleDependencies(true);
    broadcast.destroy();
  }

  /** Looks up where the elements of a partition go. */
  private record Dealing<T>(Items<T> items, Broadcast<byte[]> deal) implements Serializable {
    Iterator<Tuple2<Long, byte[]>> deal(int partition, Iterator<T> data) {
      Deal plan = JavaBytes.read(deal.value(), Deal.class);
      return new DealtPartition<>(data, items, plan.keys()[partition], plan.marks()[partition]);
    }
  }
}
