package dev.unfold.driver.training.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.corpus.ShardedCorpus.ShardChunks;
import dev.unfold.driver.corpus.text.TextCorpusEncoder;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.execution.SparkJobTimes;
import dev.unfold.driver.execution.TaskConfiguration;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.driver.training.RunFixture;
import dev.unfold.driver.training.corpora.TokenCorpora;
import dev.unfold.driver.training.round.RoundResult.ShardOutcome;
import dev.unfold.worker.bptt.ModelState;
import dev.unfold.worker.bptt.NonFiniteValue;
import dev.unfold.worker.bptt.RoundPlan;
import dev.unfold.worker.bptt.ShardResult.ShardMetrics;
import dev.unfold.worker.network.ForwardPass;
import dev.unfold.worker.network.LayerExamples;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.optimizer.Optimizer;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.training.RegularizationSettings;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class RoundRunnerTest {
  private static final int ROUNDS = 40;

  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @TempDir private Path folder;

  @Test
  void stateIsCarriedAcrossChunksRoundsAndWorkers() throws IOException {
    Setup setup = new Setup("local[2]", 4, 1, 0);
    List<double[]> carried = setup.lossesByRound(true);
    List<double[]> forgotten = setup.lossesByRound(false);
    for (int shard = 0; shard < 4; shard++) {
      double[] expected = setup.uninterruptedLosses(shard);
      for (int round = 0; round < ROUNDS; round++) {
        assertThat(carried.get(round)[shard]).isEqualTo(expected[round]);
      }
      assertThat(forgotten.get(ROUNDS - 1)[shard]).isNotEqualTo(expected[ROUNDS - 1]);
    }
  }

  @Test
  void wholeAndSlicedResultsAreTheSameBitsOnOneThreadAndOnMany() throws IOException {
    List<RoundResult> results = new ArrayList<>();
    for (String master : List.of("local[1]", "local[4]")) {
      for (long maxBytesOnDriver : new long[] {Long.MAX_VALUE, 0}) {
        Setup setup = new Setup(master, 7, 10, 0.01);
        results.add(setup.train(maxBytesOnDriver));
      }
    }
    results.forEach(other -> assertSameBits(other, results.get(0)));
  }

  /** With every regularization, whose random numbers belong to round, shard and chunk. */
  @Test
  void aNetworkOfAllLayersHasTheSameBitsOnOneThreadAndOnMany() throws IOException {
    RunFixture fixture =
        new RunFixture(folder)
            .withNetwork(
                LayerExamples.allInOneNetwork()
                    .with(new RegularizationSettings(true, 0.1, 0.3, 0.2, 0.3, 2, 1, 0.1)))
            .withShards(5)
            .withSteps(10);
    RoundResult one = new Setup("local[1]", fixture).train(Long.MAX_VALUE);

    assertThat(NonFiniteValue.allFinite(one.average().parameters())).isTrue();
    assertThat(one.carries().get(0)).isNotEqualTo(one.carries().get(1));
    assertSameBits(new Setup("local[4]", fixture).train(0), one);
  }

  private static void assertSameBits(RoundResult actual, RoundResult expected) {
    assertThat(actual.average().parameters()).isEqualTo(expected.average().parameters());
    assertThat(actual.average().optimizer()).isEqualTo(expected.average().optimizer());
    assertThat(actual.carries()).hasSameSizeAs(expected.carries());
    for (int shard = 0; shard < expected.carries().size(); shard++) {
      ShardMetrics metrics = actual.metrics().get(shard);
      ShardMetrics expectedMetrics = expected.metrics().get(shard);
      assertThat(actual.carries().get(shard)).isEqualTo(expected.carries().get(shard));
      assertThat(metrics.loss()).isEqualTo(expectedMetrics.loss());
      assertThat(metrics.clippedUpdates()).isEqualTo(expectedMetrics.clippedUpdates());
    }
  }

  @Test
  void aDivergedShardIsExcludedFromWholeAndSlicedResultsAlike() throws IOException {
    List<RoundResult> results = new ArrayList<>();
    for (long maxBytesOnDriver : new long[] {Long.MAX_VALUE, 0}) {
      Setup setup = new Setup("local[2]", 4, 10, 0.01, CellKind.GRU);
      RoundResult healthy = setup.train(maxBytesOnDriver);
      assertThat(healthy.shards()).noneMatch(ShardOutcome::excluded);
      RoundResult none =
          setup.trainWithCarries(
              maxBytesOnDriver, Map.of(0, Float.NaN, 1, Float.NaN, 2, Float.NaN, 3, Float.NaN));
      assertThat(none.shards()).allMatch(ShardOutcome::excluded);
      assertThat(none.average().parameters()).isEqualTo(setup.start.parameters());
      results.add(setup.trainWithCarries(maxBytesOnDriver, Map.of(1, 1e7f, 2, Float.NaN)));
    }
    RoundResult whole = results.get(0);
    RoundResult sliced = results.get(1);
    assertThat(whole.shards())
        .extracting(ShardOutcome::excluded)
        .containsExactly(false, true, true, false);
    ShardMetrics far = whole.metrics().get(1);
    assertThat(far.nonFinite()).isEqualTo(NonFiniteValue.NONE);
    assertThat(far.meanLoss()).isFinite().isGreaterThan(whole.metrics().get(0).meanLoss() + 3);
    assertThat(whole.metrics().get(2).nonFinite()).isEqualTo(NonFiniteValue.LOSS);
    assertThat(whole.metrics().get(2).targets()).isEqualTo(whole.metrics().get(0).targets());
    for (int shard : new int[] {1, 2}) {
      assertThat(whole.carries().get(shard)).containsOnly(0);
      assertThat(sliced.carries().get(shard)).containsOnly(0);
    }
    assertThat(sliced.shards())
        .extracting(ShardOutcome::exclusion)
        .isEqualTo(whole.shards().stream().map(ShardOutcome::exclusion).toList());
    assertThat(sliced.average().parameters()).isEqualTo(whole.average().parameters());
    assertThat(sliced.average().optimizer()).isEqualTo(whole.average().optimizer());
    assertThat(NonFiniteValue.allFinite(whole.average().parameters())).isTrue();
  }

  /** A round runner over the text of the fixture, with parameters initialized from the seed. */
  private final class Setup {
    private final JavaSparkContext spark;
    private final UnfoldSettings settings;
    private final TokenCorpora corpora;
    private final TaskConfiguration taskConfiguration;
    private final Network network;
    private final ModelState start;

    Setup(String master, int shards, int steps, double learningRate) throws IOException {
      this(master, shards, steps, learningRate, CellKind.LSTM);
    }

    Setup(String master, int shards, int steps, double learningRate, CellKind cell)
        throws IOException {
      this(
          master,
          new RunFixture(folder)
              .withCell(cell)
              .withShards(shards)
              .withSteps(steps)
              .withLearningRate(learningRate)
              .withDropout(learningRate == 0 ? 0 : 0.2));
    }

    Setup(String master, RunFixture fixture) throws IOException {
      spark = SPARK.withMaster(master).context();
      settings = fixture.settings("run");
      corpora =
          TokenCorpora.encode(
              new TextCorpusEncoder(spark, settings.corpus().cache()), settings, Optional.empty());
      taskConfiguration =
          new TaskConfiguration(
              settings.network(),
              corpora.shape(),
              Kernels.choose(settings.engine(), settings.training().precision()),
              SerializedHadoopConfiguration.of(spark.hadoopConfiguration()));
      network = taskConfiguration.buildNetwork();
      start = start();
    }

    private ModelState start() {
      int length = network.parameters().length();
      int slots = Optimizer.slots(settings.training().optimizer(), settings.training().clip());
      try (Workspace workspace = new Workspace()) {
        Matrix parameters = workspace.vector(length);
        network.parameters().initialize(parameters, 1);
        return new ModelState(parameters.toArray(), new float[slots * length]);
      }
    }

    RoundResult train(long maxBytesOnDriver) throws IOException {
      try (RoundRunner runner = runner(maxBytesOnDriver)) {
        RoundResult result = runner.run(plan(0, 5), start, zeroCarries());
        SparkJobTimes times = runner.times(Duration.ofMinutes(10)).orElseThrow();
        assertThat(times.firstStage()).hasSize(corpora.train().shards());
        assertThat(times.hasLaterStages()).isEqualTo(maxBytesOnDriver == 0);
        return result;
      }
    }

    /** Returns carries in which the states of some shards are filled with a value. */
    RoundResult trainWithCarries(long maxBytesOnDriver, Map<Integer, Float> values)
        throws IOException {
      List<float[]> carries = new ArrayList<>(zeroCarries());
      values.forEach(
          (shard, value) -> {
            float[] carry = new float[carries.get(shard).length];
            Arrays.fill(carry, value);
            carries.set(shard, carry);
          });
      return runner(maxBytesOnDriver).run(plan(0, 5), start, carries);
    }

    /** Returns the losses of rounds of one chunk each, [round][shard]. */
    List<double[]> lossesByRound(boolean carry) throws IOException {
      RoundRunner runner = runner(Long.MAX_VALUE);
      List<double[]> losses = new ArrayList<>();
      List<float[]> carries = zeroCarries();
      for (int round = 0; round < ROUNDS; round++) {
        RoundResult result = runner.run(plan(round, 1), start, carries);
        losses.add(result.metrics().stream().mapToDouble(metrics -> metrics.loss()).toArray());
        carries = carry ? result.carries() : zeroCarries();
      }
      return losses;
    }

    /** Returns the losses of the same chunks, read one after the other in one pass. */
    double[] uninterruptedLosses(int shard) throws IOException {
      double[] losses = new double[ROUNDS];
      try (Workspace workspace = new Workspace();
          Gemm gemm = taskConfiguration.kernels().open();
          ShardChunks chunks =
              corpora.train().epoch(0).open(shard, taskConfiguration.hadoop().open())) {
        Chunk chunk = chunks.newChunk();
        Matrix parameters = workspace.vector(network.parameters().length());
        parameters.set(start.parameters());
        ForwardPass forward =
            network.open(new PassMemory(gemm, workspace, parameters, chunk.steps(), chunk.batch()));
        forward.parametersChanged();
        for (int i = 0; i < ROUNDS; i++) {
          chunks.readInto(i, chunk);
          losses[i] = forward.loss(chunk);
        }
      }
      return losses;
    }

    private RoundRunner runner(long maxBytesOnDriver) {
      return new RoundRunner(spark, taskConfiguration, corpora.train(), settings, maxBytesOnDriver);
    }

    private RoundPlan plan(long firstChunk, int chunks) {
      double rate = settings.training().optimizer().learningRate();
      return new RoundPlan(0, 0, firstChunk, chunks, 0, 0, rate);
    }

    private List<float[]> zeroCarries() {
      float[] zeros = new float[(int) (corpora.train().batch() * network.carry().width())];
      return Collections.nCopies(corpora.train().shards(), zeros);
    }
  }
}
