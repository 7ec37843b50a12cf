package dev.unfold.worker.sequence.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EpochOrderTest {
  private static final int LAYOUTS = 20;

  /**
   * Tests small and large corpora, so that shards have no batch, less than a block, or several
   * blocks.
   */
  @Test
  void chunksAreThoseOfTheBatchesInPermutedOrder() {
    Random random = new Random(5);
    for (int i = 0; i < LAYOUTS; i++) {
      ExampleBatchLayout layout = layout(random);
      long epoch = random.nextInt(5);
      int shard = random.nextInt(layout.shards());
      List<String> expected = byDefinition(layout, epoch, shard);
      EpochOrder order = new EpochOrder(layout, epoch);
      ShardSchedule whole = order.shard(shard);
      assertThat(
              LongStream.range(0, layout.chunksPerEpoch())
                  .mapToObj(whole::chunk)
                  .map(EpochOrderTest::text))
          .as("%s, epoch %s, shard %s", layout, epoch, shard)
          .isEqualTo(expected);
      for (int index : random.ints(50, 0, expected.size()).toArray()) {
        assertThat(text(whole.chunk(index))).isEqualTo(expected.get(index));
        assertThat(text(order.shard(shard).chunk(index))).isEqualTo(expected.get(index));
      }
    }
  }

  private static String text(ExampleChunk chunk) {
    return chunk.range().first()
        + " "
        + chunk.range().steps()
        + " "
        + Arrays.toString(chunk.examples());
  }

  private static ExampleBatchLayout layout(Random random) {
    TreeMap<Integer, Long> counts = new TreeMap<>();
    int lengths = 1 + random.nextInt(30);
    int most = random.nextBoolean() ? 5 : 600;
    for (int i = 0; i < lengths; i++) {
      counts.merge(1 + random.nextInt(80), 1L + random.nextInt(most), Long::sum);
    }
    int batch = 1 + random.nextInt(6);
    int steps = 1 + random.nextInt(40);
    BatchDimensions cut =
        random.nextInt(4) == 0
            ? BatchDimensions.ofWholeSequences(batch)
            : new BatchDimensions(batch, steps, random.nextInt(9));
    return new ExampleBatchLayout(
        LengthBuckets.of(counts), 1 + random.nextInt(5), cut, random.nextLong());
  }

  /** Orders all batches of the shard and splits them into chunks one after the other. */
  private static List<String> byDefinition(ExampleBatchLayout layout, long epoch, int shard) {
    List<String> chunks = new ArrayList<>();
    ShardBatches batches = new ShardBatches(layout, epoch, shard);
    for (long place = 0; place < batches.count(); place++) {
      ShardBatches.Batch batch = batches.at(place);
      int longest = layout.buckets().longest(batch.bucket());
      long[] examples = examples(layout, epoch, batch);
      for (int i = 0; i < layout.cut().chunks(longest); i++) {
        chunks.add(text(new ExampleChunk(examples, layout.cut().range(longest, i))));
      }
    }
    while (chunks.size() < layout.chunksPerEpoch()) {
      chunks.add(text(ExampleChunk.EMPTY));
    }
    return chunks;
  }

  private static long[] examples(ExampleBatchLayout layout, long epoch, ShardBatches.Batch batch) {
    long start = layout.buckets().start(batch.bucket());
    Permutation order = layout.examples(epoch, batch.bucket());
    long first = batch.index() * layout.cut().batch();
    long end = Math.min(first + layout.cut().batch(), layout.buckets().count(batch.bucket()));
    return LongStream.range(first, end).map(i -> start + order.at(i)).toArray();
  }

  /** The hash is that of the orders of the first version, so that runs can be repeated. */
  @Test
  void theOrderIsStable() throws NoSuchAlgorithmException {
    TreeMap<Integer, Long> counts = new TreeMap<>();
    for (int i = 0; i < 9000; i++) {
      counts.merge(1 + i * i % 61 * (i % 7) / 6, 1L, Long::sum);
    }
    ExampleBatchLayout layout =
        new ExampleBatchLayout(LengthBuckets.of(counts), 3, new BatchDimensions(2, 7, 0), 7);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (long epoch = 0; epoch < 2; epoch++) {
      for (int shard = 0; shard < 3; shard++) {
        ShardSchedule order = new EpochOrder(layout, epoch).shard(shard);
        for (long i = 0; i < layout.chunksPerEpoch(); i++) {
          String line = text(order.chunk(i)) + "\n";
          digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo("a48cbd45d453e87c4c9940dc42ca510ad7fe9274d01c90ce89b473a2132563cd");
  }
}
