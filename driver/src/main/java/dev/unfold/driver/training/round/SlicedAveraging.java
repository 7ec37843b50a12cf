package dev.unfold.driver.training.round;

import dev.unfold.driver.execution.JavaSerialized;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.training.round.Averager.Weighted;
import dev.unfold.driver.training.round.RoundResult.ShardOutcome;
import dev.unfold.worker.bptt.ModelState;
import dev.unfold.worker.bptt.SerializedFloats;
import dev.unfold.worker.bptt.ShardResult;
import dev.unfold.worker.bptt.ShardResult.ShardMetrics;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Averages slices of the shards' models on the executors, so that the driver receives one model
 * instead of one per shard. In the shuffle, slices have keys from 0 on, and the outcomes of the
 * shards have negative keys.
 */
public final class SlicedAveraging {
  /** The number of floats of one slice from all shards together. */
  private static final int FLOATS_IN_A_GROUP = 1 << 22;

  private final ExclusionRule rule;
  private final Slicing slicing;

  /**
   * @param rule the rule that excludes shards; every slice carries the counts of its shard, so that
   *     all tasks that average slices exclude the same shards
   * @param start the model that the shards started from
   * @param sliceLength the number of floats in a slice
   */
  public SlicedAveraging(ExclusionRule rule, ModelState start, int sliceLength) {
    this.rule = rule;
    slicing = new Slicing(start.parameters().length, start.optimizer().length, sliceLength);
  }

  /** Creates slices that are small enough for an executor to hold those of all shards at once. */
  static SlicedAveraging of(ExclusionRule rule, ModelState start, int shards) {
    return new SlicedAveraging(rule, start, Math.max(1, FLOATS_IN_A_GROUP / shards));
  }

  /** A slice of one shard's model. */
  private record Slice(int shard, ShardMetrics metrics, SerializedFloats floats)
      implements Serializable {}

  public RoundResult gather(String description, JavaRDD<ShardResult> results) throws IOException {
    JavaPairRDD<Integer, Serializable> pieces = results.flatMapToPair(slicing::cut);
    JavaRDD<Tuple2<Integer, Serializable>> averaged =
        JavaSerialized.groupByKey(pieces, slicing.slices()).map(new SliceAverager(rule)::average);
    averaged.setName("averaged slices of " + description);
    try {
      return assemble(SparkJobs.run(description, () -> JavaSerialized.collect(averaged)));
    } finally {
      averaged.rdd().cleanShuffleDependencies(true);
    }
  }

  /**
   * The partition of a model into slices: first the parameters, in slices of equal length of which
   * the last may be shorter, then the optimizer state in the same way.
   */
  private record Slicing(int parameters, int optimizer, int sliceLength) implements Serializable {
    int slices() {
      return slices(parameters) + slices(optimizer);
    }

    private int slices(int length) {
      return (length + sliceLength - 1) / sliceLength;
    }

    /** Returns the pieces of a result; each slice is copied when the shuffle requests it. */
    Iterator<Tuple2<Integer, Serializable>> cut(ShardResult result) {
      return Stream.concat(
              Stream.of(
                  new Tuple2<Integer, Serializable>(-1 - result.shard(), ShardOutcome.of(result))),
              IntStream.range(0, slices()).mapToObj(key -> new Tuple2<>(key, slice(result, key))))
          .iterator();
    }

    private Serializable slice(ShardResult result, int key) {
      float[] vector = vectorOf(result.state(), key);
      int from = from(key);
      int to = (int) Math.min((long) from + sliceLength, vector.length);
      float[] values = Arrays.copyOfRange(vector, from, to);
      return new Slice(result.shard(), result.metrics(), new SerializedFloats(values));
    }

    /** Copies a slice of the average to its place in the model. */
    void put(int key, float[] values, ModelState average) {
      System.arraycopy(values, 0, vectorOf(average, key), from(key), values.length);
    }

    private float[] vectorOf(ModelState state, int key) {
      return key < slices(parameters) ? state.parameters() : state.optimizer();
    }

    private int from(int key) {
      int first = slices(parameters);
      return (key < first ? key : key - first) * sliceLength;
    }
  }

  /** Averages one group of the shuffle on an executor. */
  private record SliceAverager(ExclusionRule rule) implements Serializable {
    Tuple2<Integer, Serializable> average(Tuple2<Integer, Iterable<Serializable>> group) {
      if (group._1() < 0) {
        return new Tuple2<>(group._1(), group._2().iterator().next());
      }
      List<Slice> slices =
          StreamSupport.stream(group._2().spliterator(), false)
              .map(Slice.class::cast)
              .sorted(Comparator.comparingInt(Slice::shard))
              .toList();
      long[] weights = rule.weights(slices.stream().map(Slice::metrics).toList());
      List<Weighted> vectors =
          IntStream.range(0, weights.length)
              .mapToObj(i -> new Weighted(slices.get(i).floats().values(), weights[i]))
              .toList();
      return new Tuple2<>(group._1(), new SerializedFloats(Averager.average(vectors)));
    }
  }

  private RoundResult assemble(List<Tuple2<Integer, Serializable>> pieces) {
    ModelState average =
        new ModelState(new float[slicing.parameters()], new float[slicing.optimizer()]);
    List<ShardOutcome> shards = new ArrayList<>();
    for (Tuple2<Integer, Serializable> piece : pieces) {
      if (piece._2() instanceof SerializedFloats slice) {
        slicing.put(piece._1(), slice.values(), average);
      } else {
        shards.add((ShardOutcome) piece._2());
      }
    }
    if (pieces.size() - shards.size() != slicing.slices()) {
      throw new IllegalStateException("slices are missing: found " + pieces.size());
    }
    shards.sort(Comparator.comparingInt(ShardOutcome::index));
    return new RoundResult(average, rule.apply(shards));
  }
}
