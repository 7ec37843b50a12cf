package dev.unfold.driver.training;

import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.training.Averager.Weighted;
import dev.unfold.driver.training.RoundResult.ShardEnd;
import dev.unfold.worker.bptt.ModelState;
import dev.unfold.worker.bptt.ShardResult;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Averages slices of the shards' models on the executors, so that the driver gets one model and not
 * one from every shard. The shuffle moves slices under keys from 0 on, what else a shard ended with
 * under keys below.
 */
final class SlicedResults {
  /** Floats of a slice from all shards together. */
  private static final int FLOATS_IN_A_GROUP = 1 << 22;

  private final int length;
  private final int sliceLength;

  /**
   * @param start the model that the shards started from
   * @param shards W
   */
  SlicedResults(ModelState start, int shards) {
    length = start.parameters().length;
    sliceLength = Math.max(1, FLOATS_IN_A_GROUP / shards);
  }

  /** A slice of one shard's model, or of the average. */
  private record Slice(int shard, long targets, float[] values) implements Serializable {}

  RoundResult gather(String description, JavaRDD<ShardResult> results, ModelState start)
      throws IOException {
    int all = length + start.optimizer().length;
    int slices = (all + sliceLength - 1) / sliceLength;
    Slicing slicing = new Slicing(sliceLength, all);
    JavaPairRDD<Integer, Serializable> pieces = results.flatMapToPair(slicing::cut);
    JavaRDD<Tuple2<Integer, Serializable>> averaged =
        pieces.groupByKey(slices).map(SlicedResults::average);
    try {
      return assemble(all, SparkJobs.run(description, averaged::collect));
    } finally {
      averaged.rdd().cleanShuffleDependencies(true);
    }
  }

  private record Slicing(int sliceLength, int all) implements Serializable {
    Iterator<Tuple2<Integer, Serializable>> cut(ShardResult result) {
      List<Tuple2<Integer, Serializable>> pieces = new ArrayList<>();
      long targets = result.figures().targets();
      for (int from = 0; from < all; from += sliceLength) {
        float[] values = new float[Math.min(sliceLength, all - from)];
        copy(result.state(), from, values);
        pieces.add(new Tuple2<>(from / sliceLength, new Slice(result.shard(), targets, values)));
      }
      pieces.add(
          new Tuple2<>(
              -1 - result.shard(), new ShardEnd(result.shard(), result.carry(), result.figures())));
      return pieces.iterator();
    }

    /** The parameters and, behind them, the optimizer's memory, seen as one vector. */
    private static void copy(ModelState state, int from, float[] values) {
      float[] parameters = state.parameters();
      int first = Math.max(0, Math.min(values.length, parameters.length - from));
      if (first > 0) {
        System.arraycopy(parameters, from, values, 0, first);
      }
      int behind = Math.max(0, from - parameters.length);
      System.arraycopy(state.optimizer(), behind, values, first, values.length - first);
    }
  }

  private static Tuple2<Integer, Serializable> average(
      Tuple2<Integer, Iterable<Serializable>> group) {
    if (group._1() < 0) {
      return new Tuple2<>(group._1(), group._2().iterator().next());
    }
    List<Weighted> slices =
        StreamSupport.stream(group._2().spliterator(), false)
            .map(Slice.class::cast)
            .sorted(Comparator.comparingInt(Slice::shard))
            .map(slice -> new Weighted(slice.values(), slice.targets()))
            .toList();
    long targets = slices.stream().mapToLong(Weighted::targets).sum();
    return new Tuple2<>(group._1(), new Slice(-1, targets, Averager.average(slices)));
  }

  private RoundResult assemble(int all, List<Tuple2<Integer, Serializable>> pieces) {
    float[] vector = new float[all];
    List<ShardEnd> shards = new ArrayList<>();
    for (Tuple2<Integer, Serializable> piece : pieces) {
      if (piece._2() instanceof Slice slice) {
        int from = piece._1() * sliceLength;
        System.arraycopy(slice.values(), 0, vector, from, slice.values().length);
      } else {
        shards.add((ShardEnd) piece._2());
      }
    }
    if (pieces.size() - shards.size() != (all + sliceLength - 1) / sliceLength) {
      throw new IllegalStateException("slices are missing: found " + pieces.size());
    }
    shards.sort(Comparator.comparingInt(ShardEnd::index));
    float[] parameters = new float[length];
    float[] optimizer = new float[all - length];
    System.arraycopy(vector, 0, parameters, 0, length);
    System.arraycopy(vector, length, optimizer, 0, optimizer.length);
    return new RoundResult(new ModelState(parameters, optimizer), List.copyOf(shards));
  }
}
