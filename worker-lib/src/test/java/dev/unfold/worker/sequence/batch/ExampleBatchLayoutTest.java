package dev.unfold.worker.sequence.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExampleBatchLayoutTest {
  private static final long SEED = 7;
  private static final int LOOK_AHEAD = 4;

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 5, false",
    "1, 4, 8, 50, false",
    "13, 2, 4, 3, false",
    "13, 5, 1, 100, true",
    "207, 3, 10, 7, false",
    "207, 4, 32, 7, true",
    "4098, 7, 32, 20, false",
    "4098, 1, 5000, 1, false"
  })
  void everyStepOfEveryExampleIsReadOnceInAnEpoch(
      int examples, int shards, int batch, int steps, boolean whole) {
    BatchDimensions cut =
        whole
            ? BatchDimensions.ofWholeSequences(batch)
            : new BatchDimensions(batch, steps, LOOK_AHEAD);
    ExampleBatchLayout layout = layout(examples, shards, cut);
    for (long epoch = 0; epoch < 3; epoch++) {
      int[] seen = new int[examples];
      for (int shard = 0; shard < shards; shard++) {
        follow(layout, new EpochOrder(layout, epoch).shard(shard), seen);
      }
      for (int example = 0; example < examples; example++) {
        assertThat(seen[example]).isEqualTo(longestOf(layout, example));
      }
    }
  }

  /** Adds the steps of each example and checks that they are in consecutive chunks. */
  private static void follow(ExampleBatchLayout layout, ShardSchedule order, int[] seen) {
    ExampleChunk before = order.chunk(0);
    for (long i = 0; i < layout.chunksPerEpoch(); i++) {
      ExampleChunk chunk = order.chunk(i);
      if (chunk.range().first() > 0) {
        assertThat(chunk.examples()).isEqualTo(before.examples());
        assertThat(chunk.range().first()).isEqualTo(before.range().end());
      }
      assertThat(before.isEmpty() && !chunk.isEmpty()).isFalse();
      assertThat(chunk.examples().length).isLessThanOrEqualTo(layout.cut().batch());
      assertThat(chunk.range().steps() + chunk.range().ahead())
          .isLessThanOrEqualTo(layout.longestChunk());
      for (long example : chunk.examples()) {
        assertThat(seen[(int) example]).isEqualTo(chunk.range().first());
        seen[(int) example] += chunk.range().steps();
      }
      before = chunk;
    }
    assertThatThrownBy(() -> order.chunk(layout.chunksPerEpoch()))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void theExamplesOfABatchAreOfOneBucket() {
    ExampleBatchLayout layout = layout(4098, 3, new BatchDimensions(32, 20, 0));
    for (ExampleChunk chunk : chunks(layout, 1, 2)) {
      assertThat(LongStream.of(chunk.examples()).mapToInt(example -> longestOf(layout, example)))
          .allMatch(longest -> longest == longestOf(layout, chunk.examples()[0]));
    }
  }

  @Test
  void shardsHaveSimilarSizes() {
    for (int shards : new int[] {2, 3, 5, 16}) {
      ExampleBatchLayout layout = layout(4098, shards, new BatchDimensions(32, 4, 0));
      int longestBatch = (layout.buckets().longest() - 1) / 4 + 1;
      int[] used =
          IntStream.range(0, shards)
              .map(shard -> (int) used(chunks(layout, 3, shard)))
              .sorted()
              .toArray();
      assertThat(used[shards - 1]).isEqualTo((int) layout.chunksPerEpoch());
      assertThat(used[shards - 1] - used[0]).isLessThanOrEqualTo(longestBatch);
    }
  }

  @Test
  void wholeSequencesAreOneChunk() {
    ExampleBatchLayout layout = layout(207, 2, BatchDimensions.ofWholeSequences(10));
    for (ExampleChunk chunk : chunks(layout, 0, 1)) {
      assertThat(chunk.range().first()).isZero();
      assertThat(chunk.isEmpty() || chunk.range().steps() == longestOf(layout, chunk.examples()[0]))
          .isTrue();
    }
  }

  @Test
  void anEpochHasItsOwnBatchesInItsOwnOrder() {
    ExampleBatchLayout layout = layout(207, 1, new BatchDimensions(10, 50, 0));
    List<long[]> first = batches(layout, 0, 0);
    List<long[]> second = batches(layout, 1, 0);
    assertThat(batches(layout, 0, 0)).usingRecursiveComparison().isEqualTo(first);
    assertThat(second).usingRecursiveComparison().isNotEqualTo(first);
    assertThat(sorted(second)).isNotEqualTo(sorted(first));

    ExampleBatchLayout otherSeed =
        new ExampleBatchLayout(layout.buckets(), 1, layout.cut(), SEED + 1);
    assertThat(sorted(batches(otherSeed, 0, 0))).isNotEqualTo(sorted(first));
  }

  @Test
  void theBatchesDoNotDependOnTheNumberOfShards() {
    BatchDimensions cut = new BatchDimensions(10, 50, 0);
    ExampleBatchLayout layout = layout(207, 3, cut);
    List<String> of3 = new ArrayList<>();
    for (int shard = 0; shard < 3; shard++) {
      of3.addAll(sorted(batches(layout, 4, shard)));
    }
    assertThat(of3).containsExactlyInAnyOrderElementsOf(sorted(batches(layout(207, 1, cut), 4, 0)));
  }

  /** Returns a layout of lengths 1 to 60, of which the short ones are more frequent. */
  private static ExampleBatchLayout layout(int examples, int shards, BatchDimensions cut) {
    TreeMap<Integer, Long> counts = new TreeMap<>();
    for (int i = 0; i < examples; i++) {
      counts.merge(1 + i * i % 61 * (i % 7) / 6, 1L, Long::sum);
    }
    return new ExampleBatchLayout(LengthBuckets.of(counts), shards, cut, SEED);
  }

  private static int longestOf(ExampleBatchLayout layout, long example) {
    LengthBuckets buckets = layout.buckets();
    int bucket = 0;
    while (buckets.start(bucket) + buckets.count(bucket) <= example) {
      bucket++;
    }
    return buckets.longest(bucket);
  }

  private static List<ExampleChunk> chunks(ExampleBatchLayout layout, long epoch, int shard) {
    ShardSchedule order = new EpochOrder(layout, epoch).shard(shard);
    return LongStream.range(0, layout.chunksPerEpoch()).mapToObj(order::chunk).toList();
  }

  private static long used(List<ExampleChunk> chunks) {
    return chunks.stream().filter(chunk -> !chunk.isEmpty()).count();
  }

  private static List<long[]> batches(ExampleBatchLayout layout, long epoch, int shard) {
    return chunks(layout, epoch, shard).stream()
        .filter(chunk -> !chunk.isEmpty() && chunk.range().first() == 0)
        .map(ExampleChunk::examples)
        .toList();
  }

  private static List<String> sorted(List<long[]> batches) {
    return batches.stream().map(ExampleBatchLayoutTest::sorted).sorted().toList();
  }

  private static String sorted(long[] batch) {
    return LongStream.of(batch).sorted().boxed().toList().toString();
  }
}
