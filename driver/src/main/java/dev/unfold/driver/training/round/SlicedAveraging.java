package dev.unfold.driver.training.round;

import dev.unfold.driver.execution.JavaSerialized;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.training.round.Averager.Weighted;
import dev.unfold.driver.training.round.ModelTransport.SentModel;
import dev.unfold.driver.training.round.RoundResult.ShardOutcome;
import dev.unfold.worker.bptt.ChangedModel;
import dev.unfold.worker.bptt.ModelChange;
import dev.unfold.worker.bptt.ModelState;
import dev.unfold.worker.bptt.SerializedFloats;
import dev.unfold.worker.bptt.ShardResult;
import dev.unfold.worker.bptt.ShardResult.ShardMetrics;
import dev.unfold.worker.parameters.VectorSpans;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
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

  /** How many times as much a slice may be of a model of which little changes. */
  private static final int MAX_FACTOR = 4;

  private final ExclusionRule rule;
  private final SentModel start;
  private final Slicing slicing;

  /**
   * @param rule the rule that excludes shards; every slice carries the counts of its shard, so that
   *     all tasks that average slices exclude the same shards
   * @param model the model that the shards start from
   * @param start the same as the tasks receive it
   * @param sliceLength the number of floats of a vector in a slice
   */
  public SlicedAveraging(ExclusionRule rule, ModelState model, SentModel start, int sliceLength) {
    this.rule = rule;
    this.start = start;
    slicing = new Slicing(model.parameters().length, ChangedModel.of(model).vectors(), sliceLength);
  }

  /**
   * Creates slices that are small enough for an executor to hold those of all shards at once.
   *
   * @param changed the number of parameters that the last round changed, if there was one
   */
  static SlicedAveraging of(
      ExclusionRule rule, ModelState model, SentModel start, int shards, OptionalInt changed) {
    long length = model.parameters().length;
    long all = Math.max(1, FLOATS_IN_A_GROUP / shards);
    long sparse = all * length / Math.max(1, changed.orElse((int) length));
    long sliceLength = Math.min(length, Math.min(sparse, MAX_FACTOR * all));
    return new SlicedAveraging(rule, model, start, (int) Math.max(1, sliceLength));
  }

  /** Returns the number of floats of a vector in a slice. */
  int sliceLength() {
    return slicing.sliceLength();
  }

  /**
   * A slice of one vector of a shard's model.
   *
   * @param spans the elements in the slice that the shard changed
   * @param floats their values
   */
  private record Slice(int shard, ShardMetrics metrics, VectorSpans spans, SerializedFloats floats)
      implements Serializable {
    Weighted weighted(long targets) {
      return new Weighted(spans, floats.values(), 0, targets);
    }
  }

  /**
   * The average of a slice.
   *
   * @param spans the elements that any shard in the average changed
   * @param floats their averages
   */
  private record AveragedSlice(VectorSpans spans, SerializedFloats floats)
      implements Serializable {}

  /** Runs the tasks of the shards and averages their results. */
  public RoundAverage gather(String description, JavaRDD<ShardResult> results) throws IOException {
    JavaPairRDD<Integer, Serializable> pieces = results.flatMapToPair(slicing::cut);
    JavaRDD<Tuple2<Integer, Serializable>> averaged =
        JavaSerialized.groupByKey(pieces, slicing.slices())
            .map(new SliceAverager(rule, start, slicing)::average);
    averaged.setName("averaged slices of " + description);
    try {
      return assemble(SparkJobs.run(description, () -> JavaSerialized.collect(averaged)));
    } finally {
      averaged.rdd().cleanShuffleDependencies(true);
    }
  }

  /**
   * The partition of a model into slices: each vector, the parameters first, into slices of equal
   * length of which the last may be shorter.
   *
   * @param length P
   * @param vectors the number of vectors
   */
  private record Slicing(int length, int vectors, int sliceLength) implements Serializable {
    int slices() {
      return vectors * slicesOfVector();
    }

    private int slicesOfVector() {
      return (length + sliceLength - 1) / sliceLength;
    }

    int vectorOf(int key) {
      return key / slicesOfVector();
    }

    int from(int key) {
      return key % slicesOfVector() * sliceLength;
    }

    private int to(int key) {
      return (int) Math.min((long) from(key) + sliceLength, length);
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
      ModelChange change = result.change();
      VectorSpans spans = change.spans().within(from(key), to(key));
      int vector = vectorOf(key);
      int first = change.firstOf(vector) + change.spans().lengthBefore(from(key));
      float[] values = Arrays.copyOfRange(change.packed(vector), first, first + spans.length());
      return new Slice(result.shard(), result.metrics(), spans, new SerializedFloats(values));
    }
  }

  /** Averages one group of the shuffle on an executor. */
  private record SliceAverager(ExclusionRule rule, SentModel start, Slicing slicing)
      implements Serializable {
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
              .mapToObj(i -> slices.get(i).weighted(weights[i]))
              .toList();
      return new Tuple2<>(group._1(), average(slicing.vectorOf(group._1()), vectors));
    }

    private AveragedSlice average(int vector, List<Weighted> shards) {
      VectorSpans spans = Averager.changed(shards);
      float[] average = new float[spans.length()];
      ChangedModel model = start.value();
      new Averager(spans, shards, (offset, count, to) -> model.copy(vector, offset, count, to))
          .average(average, 0);
      return new AveragedSlice(spans, new SerializedFloats(average));
    }
  }

  private RoundAverage assemble(List<Tuple2<Integer, Serializable>> pieces) {
    Map<Integer, AveragedSlice> slices = new TreeMap<>();
    List<ShardOutcome> shards = new ArrayList<>();
    for (Tuple2<Integer, Serializable> piece : pieces) {
      if (piece._2() instanceof AveragedSlice slice) {
        slices.put(piece._1(), slice);
      } else {
        shards.add((ShardOutcome) piece._2());
      }
    }
    if (slices.size() != slicing.slices()) {
      throw new IllegalStateException("slices are missing: found " + slices.size());
    }
    shards.sort(Comparator.comparingInt(ShardOutcome::index));
    return new RoundAverage(assemble(slices), rule.apply(shards));
  }

  private ModelChange assemble(Map<Integer, AveragedSlice> slices) {
    VectorSpans spans =
        VectorSpans.union(
            slices.entrySet().stream()
                .filter(entry -> slicing.vectorOf(entry.getKey()) == 0)
                .map(entry -> entry.getValue().spans())
                .toList());
    int length = spans.length();
    ModelChange average =
        new ModelChange(
            spans, new ModelState(new float[length], new float[(slicing.vectors() - 1) * length]));
    slices.forEach(
        (key, slice) -> {
          int vector = slicing.vectorOf(key);
          int first = average.firstOf(vector) + spans.lengthBefore(slicing.from(key));
          float[] values = slice.floats().values();
          System.arraycopy(values, 0, average.packed(vector), first, values.length);
        });
    return average;
  }
}
