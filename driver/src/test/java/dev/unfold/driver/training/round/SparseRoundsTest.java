package dev.unfold.driver.training.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.corpus.ShardedCorpus.ShardChunks;
import dev.unfold.driver.corpus.text.TextCorpusEncoder;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.execution.TaskConfiguration;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.driver.training.RunFixture;
import dev.unfold.driver.training.SparseFixture;
import dev.unfold.driver.training.corpora.TokenCorpora;
import dev.unfold.worker.bptt.ChangedModel;
import dev.unfold.worker.bptt.ModelState;
import dev.unfold.worker.bptt.RoundPlan;
import dev.unfold.worker.bptt.ShardResult;
import dev.unfold.worker.bptt.ShardTrainer;
import dev.unfold.worker.bptt.ShardTrainer.ShardInput;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.training.OptimizerSettings.Kind;
import dev.unfold.worker.settings.training.OuterMomentum;
import dev.unfold.worker.settings.training.OuterSettings;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Compares rounds that send touched rows with the plain average of whole models, which the same
 * shards have that train one after the other.
 */
class SparseRoundsTest {
  private static final int ROUNDS = 6;

  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @TempDir private Path folder;
  private RunFixture fixture;

  @BeforeEach
  void text() throws IOException {
    fixture = SparseFixture.in(folder).withInterval(1);
  }

  @ParameterizedTest
  @CsvSource({
    "ADAM, 4, NONE",
    "ADAM, 2, NESTEROV",
    "RMSPROP, 2, NONE",
    "ADAGRAD, 1, NONE",
    "SGD, 4, NONE"
  })
  void roundsHaveTheBitsOfWholeModels(Kind kind, int shards, OuterSettings.Kind outer)
      throws IOException {
    OuterSettings step = new OuterSettings(outer, OuterMomentum.auto(), 1.5, ROUNDS / 2);
    Setup setup = new Setup(fixture.withOptimizer(kind).withShards(shards).withOuter(step));
    List<ModelState> expected = setup.plainRounds();
    for (long maxBytesOnDriver : new long[] {Long.MAX_VALUE, 0}) {
      List<ModelState> rounds = setup.rounds(maxBytesOnDriver);
      for (int round = 0; round < ROUNDS; round++) {
        assertThat(rounds.get(round).parameters()).isEqualTo(expected.get(round).parameters());
        assertThat(rounds.get(round).optimizer()).isEqualTo(expected.get(round).optimizer());
      }
    }
  }

  private static final class Setup {
    private final JavaSparkContext spark = SPARK.withMaster("local[2]").context();
    private final UnfoldSettings settings;
    private final TokenCorpora corpora;
    private final TaskConfiguration taskConfiguration;
    private final ShardTrainer trainer;

    Setup(RunFixture fixture) throws IOException {
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
      trainer = new ShardTrainer(taskConfiguration.buildNetwork(), settings.training());
    }

    /** Returns the models after each round, as copies. */
    List<ModelState> rounds(long maxBytesOnDriver) throws IOException {
      try (RoundRunner runner =
          new RoundRunner(spark, taskConfiguration, corpora.train(), settings, maxBytesOnDriver)) {
        return rounds(
            new Start(start(), zeroCarries()),
            from -> {
              RoundResult result = runner.run(from.plan(), from.model(), from.carries());
              return new End(result.average(), result.carries());
            });
      }
    }

    List<ModelState> plainRounds() throws IOException {
      return rounds(new Start(start(), zeroCarries()), this::plainRound);
    }

    private record Start(RoundPlan plan, ModelState model, List<float[]> carries) {
      Start(ModelState model, List<float[]> carries) {
        this(plan(0), model, carries);
      }

      Start next(End end, float[] parameters) {
        ModelState next = new ModelState(parameters, end.average().optimizer());
        return new Start(plan(plan.round() + 1), next, end.carries());
      }

      private static RoundPlan plan(long round) {
        return new RoundPlan(round, 0, round, 1, round, round, 0.05);
      }
    }

    private record End(ModelState average, List<float[]> carries) {}

    /** A round. */
    @FunctionalInterface
    private interface Round {
      End run(Start start) throws IOException;
    }

    private List<ModelState> rounds(Start first, Round round) throws IOException {
      OuterOptimizer outer =
          new OuterOptimizer(settings.averaging().outer(), settings.training().shards());
      float[] momentum = new float[outer.momentumLength(first.model().parameters().length)];
      Start start = first;
      List<ModelState> models = new ArrayList<>();
      for (int i = 0; i < ROUNDS; i++) {
        End end = round.run(start);
        start =
            start.next(
                end,
                outer.step(i, start.model().parameters(), end.average().parameters(), momentum));
        ModelState model = start.model();
        models.add(new ModelState(model.parameters().clone(), model.optimizer().clone()));
      }
      return models;
    }

    private End plainRound(Start start) throws IOException {
      List<ShardResult> results = new ArrayList<>();
      List<ModelState> ends = new ArrayList<>();
      try (Gemm gemm = taskConfiguration.kernels().open()) {
        for (int shard = 0; shard < start.carries().size(); shard++) {
          try (ShardChunks chunks =
              corpora.train().epoch(0).open(shard, taskConfiguration.hadoop().open())) {
            ShardInput input = new ShardInput(shard, chunks, start.carries().get(shard));
            ChangedModel model = ChangedModel.of(start.model());
            results.add(trainer.train(gemm, start.plan(), input, model, () -> false));
            ends.add(results.get(shard).change().of(start.model()));
          }
        }
      }
      ModelState average =
          new ModelState(
              average(results, ends, ModelState::parameters),
              average(results, ends, ModelState::optimizer));
      return new End(average, results.stream().map(ShardResult::carry).toList());
    }

    private static float[] average(
        List<ShardResult> results, List<ModelState> ends, Function<ModelState, float[]> vectorOf) {
      double targets = results.stream().mapToLong(result -> result.metrics().targets()).sum();
      float[] average = new float[vectorOf.apply(ends.get(0)).length];
      for (int i = 0; i < average.length; i++) {
        double sum = 0;
        for (int shard = 0; shard < ends.size(); shard++) {
          double weight = results.get(shard).metrics().targets() / targets;
          sum += weight * vectorOf.apply(ends.get(shard))[i];
        }
        average[i] = (float) sum;
      }
      return average;
    }

    /** Returns initial parameters, of which one that no chunk touches is a negative zero. */
    private ModelState start() {
      ModelState start = trainer.initialState();
      start.parameters()[0] = -0f;
      return start;
    }

    private List<float[]> zeroCarries() {
      long width = taskConfiguration.buildNetwork().carry().width();
      float[] zeros = new float[(int) (corpora.train().batch() * width)];
      return Collections.nCopies(corpora.train().shards(), zeros);
    }
  }
}
