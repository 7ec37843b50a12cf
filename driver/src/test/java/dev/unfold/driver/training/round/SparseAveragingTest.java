package dev.unfold.driver.training.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.execution.ResultHandover;
import dev.unfold.driver.training.round.RoundResult.ShardOutcome;
import dev.unfold.worker.bptt.ModelChange;
import dev.unfold.worker.bptt.ModelState;
import dev.unfold.worker.bptt.NonFiniteValue;
import dev.unfold.worker.bptt.ShardResult;
import dev.unfold.worker.bptt.ShardResult.ShardMetrics;
import dev.unfold.worker.network.output.LossUnit;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.parameters.VectorSpans;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Averages shards that send only the rows they touched, and the same shards with their whole
 * models. Rows are touched by all shards, by some and by none.
 */
class SparseAveragingTest {
  private static final int ROWS = 120;
  private static final int WIDTH = 7;

  /** The table, and a part that all shards change. */
  private static final int LENGTH = ROWS * WIDTH + 33;

  private static final int SLOTS = 2;
  private static final ExclusionRule RULE = new ExclusionRule(3, LossUnit.NATS);

  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  private final ModelState start = new ModelState(vector(LENGTH, 0), vector(SLOTS * LENGTH, 1));

  @ParameterizedTest
  @CsvSource({"1, -1", "2, -1", "2, 0", "4, -1", "4, 1", "4, 3"})
  void sparseAndDenseShardsHaveTheSameAverage(int shards, int excluded) throws IOException {
    List<ShardResult> sparse = new ArrayList<>();
    List<ShardResult> dense = new ArrayList<>();
    for (int shard = 0; shard < shards; shard++) {
      NonFiniteValue found = shard == excluded ? NonFiniteValue.LOSS : NonFiniteValue.NONE;
      ShardMetrics metrics = new ShardMetrics(1000 + 7 * shard, 1, 1, 0, 0, 0, 0, found, 0);
      ModelChange change = change(shard);
      float[] carry = vector(4, shard);
      sparse.add(new ShardResult(shard, change, carry, metrics));
      ModelChange all = new ModelChange(VectorSpans.of(0, LENGTH), change.of(start));
      dense.add(new ShardResult(shard, all, carry, metrics));
    }
    RoundAverage expected = onDriver(dense);
    assertThat(expected.shards())
        .extracting(ShardOutcome::excluded)
        .isEqualTo(IntStream.range(0, shards).mapToObj(i -> i == excluded).toList());
    assertSame(onDriver(sparse), expected);
    for (int sliceLength : new int[] {29, 333, LENGTH}) {
      assertSame(sliced(sparse, sliceLength), expected);
    }
    assertSame(sliced(dense, 333), expected);
  }

  private void assertSame(RoundAverage actual, RoundAverage expected) {
    ModelState average = expected.change().of(start);
    assertThat(actual.change().of(start).parameters()).isEqualTo(average.parameters());
    assertThat(actual.change().of(start).optimizer()).isEqualTo(average.optimizer());
    assertThat(actual.shards())
        .extracting(ShardOutcome::exclusion)
        .isEqualTo(expected.shards().stream().map(ShardOutcome::exclusion).toList());
  }

  /** Touches rows 0 to 9 in every shard, no row from 100 on, and some in between. */
  private ModelChange change(int shard) {
    CounterRandom random = new CounterRandom(shard);
    VectorSpans.Builder spans = new VectorSpans.Builder();
    spans.add(ROWS * WIDTH, LENGTH);
    for (int row = 0; row < 100; row++) {
      if (row < 10 || random.uniform(row) < 0.3) {
        spans.add(row * WIDTH, (row + 1) * WIDTH);
      }
    }
    VectorSpans touched = spans.build();
    int length = touched.length();
    return new ModelChange(
        touched, new ModelState(vector(length, 2 + shard), vector(SLOTS * length, 9 + shard)));
  }

  private RoundAverage onDriver(List<ShardResult> shards) throws IOException {
    try (ResultHandover<ShardResult> handover = new ResultHandover<>(SPARK.context())) {
      return new DriverAveraging(RULE, handover)
          .gather("driver", start, SPARK.context().parallelize(shards, shards.size()));
    }
  }

  private RoundAverage sliced(List<ShardResult> shards, int sliceLength) throws IOException {
    try (ModelTransport models = new ModelTransport(SPARK.context())) {
      return new SlicedAveraging(RULE, start, models.send(start), sliceLength)
          .gather("sliced", SPARK.context().parallelize(shards, shards.size()));
    }
  }

  @ParameterizedTest
  @CsvSource({"-1", "1", "1000", "100000", "60000000"})
  void slicesOfWhateverChangedAreSmall(int changed) {
    ModelState large = new ModelState(new float[60_000_000], new float[0]);
    OptionalInt last = changed < 0 ? OptionalInt.empty() : OptionalInt.of(changed);
    try (ModelTransport models = new ModelTransport(SPARK.context())) {
      ModelTransport.SentModel sent = models.send(start);
      int dense = 1 << 20;
      assertThat(SlicedAveraging.of(RULE, large, sent, 4, last).sliceLength())
          .isEqualTo(changed < 0 || changed == 60_000_000 ? dense : 4 * dense);
      assertThat(SlicedAveraging.of(RULE, start, sent, 4, last).sliceLength())
          .isLessThanOrEqualTo(LENGTH);
    }
  }

  private static float[] vector(int length, int seed) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) Math.sin(i + 1000 * seed);
    }
    return values;
  }
}
