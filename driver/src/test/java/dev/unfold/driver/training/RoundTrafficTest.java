package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.benchmark.MemoryUsage;
import dev.unfold.driver.benchmark.RoundBenchmark;
import dev.unfold.driver.benchmark.RoundBenchmark.Gathering;
import dev.unfold.driver.benchmark.RoundCost;
import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.execution.ResultHandover;
import dev.unfold.driver.training.round.DriverAveraging;
import dev.unfold.driver.training.round.ExclusionRule;
import dev.unfold.driver.training.round.ModelTransport;
import dev.unfold.driver.training.round.RoundAverage;
import dev.unfold.driver.training.round.RoundResult.ShardOutcome;
import dev.unfold.driver.training.round.SlicedAveraging;
import dev.unfold.worker.bptt.ModelChange;
import dev.unfold.worker.bptt.ModelState;
import dev.unfold.worker.bptt.NonFiniteValue;
import dev.unfold.worker.bptt.ShardResult;
import dev.unfold.worker.bptt.ShardResult.ShardMetrics;
import dev.unfold.worker.network.output.LossUnit;
import dev.unfold.worker.parameters.VectorSpans;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundTrafficTest {
  /** The size of Spark's metrics and accumulators that accompany the result of a task. */
  private static final long BYTES_OF_A_REPORT = 4_000;

  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @TempDir private static Path local;

  @TempDir private Path folder;

  /** Returns a context of its own, in whose folder no other test leaves files of a shuffle. */
  private static JavaSparkContext spark() {
    return SPARK.with("spark.local.dir", local.toString()).context();
  }

  @AfterAll
  static void leaveFolder() {
    SPARK.context();
  }

  @Test
  void withSlicesTheDriverReceivesOneModelAndTheCarries() throws IOException {
    for (int shards : new int[] {2, 8}) {
      try (RoundBenchmark benchmark = benchmark(shards, Gathering.SLICED)) {
        long expected = benchmark.modelBytes() + shards * benchmark.carryBytes();
        int tasks = 2 * shards + 2;
        assertThat(benchmark.round().bytesToDriver())
            .isBetween(expected, expected + tasks * BYTES_OF_A_REPORT);
      }
    }
  }

  @Test
  void withoutSlicesTheModelsAreHandedOverInTheProcessOfTheDriver() throws IOException {
    try (RoundBenchmark benchmark = benchmark(8, Gathering.WHOLE)) {
      RoundCost cost = benchmark.round();
      assertThat(cost.bytesToDriver()).isBetween(1L, 8 * BYTES_OF_A_REPORT);
      assertThat(cost.broadcast() + cost.tasks() + cost.averaging())
          .isCloseTo(cost.seconds(), Offset.offset(1e-9));
      assertThat(cost.compute()).isPositive().isLessThan(cost.tasks());
    }
  }

  @Test
  void sparseRoundsSendTouchedRows() throws IOException {
    RunFixture fixture = SparseFixture.in(folder).withShards(4).withBatch(1);
    for (Gathering gathering : List.of(Gathering.WHOLE, Gathering.SLICED)) {
      try (RoundBenchmark benchmark =
          new RoundBenchmark(spark(), fixture.settings("run"), gathering)) {
        RoundCost first = benchmark.round(1);
        RoundCost second = benchmark.round(1);
        long model = benchmark.modelBytes();
        assertThat(first.bytesToExecutor()).isBetween(model, model + model / 2);
        assertThat(second.bytesToExecutor()).isBetween(1L, model / 2);
        if (gathering == Gathering.SLICED) {
          assertThat(second.bytesShuffled()).isBetween(1L, 2 * model);
        }
      }
    }
  }

  /**
   * Files of the shuffle that counted the vocabulary may be deleted meanwhile; none may be added.
   */
  @Test
  void roundsLeaveNoShuffleFiles() throws IOException {
    try (RoundBenchmark benchmark = benchmark(8, Gathering.SLICED)) {
      long before = benchmark.memory().localFiles();
      for (int i = 0; i < 3; i++) {
        benchmark.round();
      }
      MemoryUsage after = benchmark.memory();
      assertThat(after.localFiles()).isLessThanOrEqualTo(before);
      assertThat(after.heapBytes()).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100, 1000})
  void slicesOfAnyLengthGiveTheSameBitsAndExcludeTheSameShards(int sliceLength) throws IOException {
    ModelState start = new ModelState(new float[100], new float[200]);
    List<ShardResult> shards = new ArrayList<>();
    for (int shard = 0; shard < 5; shard++) {
      ModelChange end =
          new ModelChange(
              VectorSpans.of(0, 100), new ModelState(vector(100, shard), vector(200, shard + 3)));
      NonFiniteValue nonFinite = shard == 1 ? NonFiniteValue.PARAMETERS : NonFiniteValue.NONE;
      double loss = shard == 3 ? 1e9 : 1;
      ShardMetrics metrics = new ShardMetrics(1000 + shard, 1, loss, 0, 0, shard, 0, nonFinite, 0);
      shards.add(new ShardResult(shard, end, vector(4, shard + 6), metrics));
    }
    ExclusionRule rule = new ExclusionRule(3, LossUnit.NATS);
    RoundAverage whole = whole(rule, start, shards);
    RoundAverage sliced = sliced(rule, start, shards, sliceLength);
    assertThat(whole.shards())
        .extracting(ShardOutcome::excluded)
        .containsExactly(false, true, false, true, false);
    assertThat(sliced.shards())
        .extracting(ShardOutcome::exclusion)
        .isEqualTo(whole.shards().stream().map(ShardOutcome::exclusion).toList());
    ModelState average = sliced.change().values();
    assertThat(average.parameters()).isEqualTo(whole.change().values().parameters());
    assertThat(average.optimizer()).isEqualTo(whole.change().values().optimizer());
    for (int shard = 0; shard < 5; shard++) {
      ShardOutcome outcome = whole.shards().get(shard);
      assertThat(sliced.shards().get(shard).carry()).isEqualTo(outcome.carry());
      assertThat(sliced.shards().get(shard).metrics()).isEqualTo(outcome.metrics());
    }
  }

  private static RoundAverage whole(ExclusionRule rule, ModelState start, List<ShardResult> shards)
      throws IOException {
    try (ResultHandover<ShardResult> handover = new ResultHandover<>(spark())) {
      return new DriverAveraging(rule, handover)
          .gather("whole", start, spark().parallelize(shards, 5));
    }
  }

  private static RoundAverage sliced(
      ExclusionRule rule, ModelState start, List<ShardResult> shards, int sliceLength)
      throws IOException {
    try (ModelTransport models = new ModelTransport(spark())) {
      return new SlicedAveraging(rule, start, models.send(start), sliceLength)
          .gather("sliced", spark().parallelize(shards, 5));
    }
  }

  private static float[] vector(int length, int seed) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) Math.sin(i + 1000 * seed);
    }
    return values;
  }

  /**
   * Returns a model of a quarter of a megabyte, which is large compared with the reports of tasks.
   */
  private RoundBenchmark benchmark(int shards, Gathering gathering) throws IOException {
    RunFixture fixture = new RunFixture(folder);
    fixture = fixture.withShards(shards).withHidden(64);
    return new RoundBenchmark(spark(), fixture.settings("run"), gathering);
  }
}
