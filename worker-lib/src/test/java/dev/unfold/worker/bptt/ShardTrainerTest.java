package dev.unfold.worker.bptt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.bptt.ShardTrainer.ShardInput;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.Networks;
import dev.unfold.worker.optimizer.Optimizer;
import dev.unfold.worker.optimizer.OptimizerFixture;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.parameters.VectorSpans;
import dev.unfold.worker.sequence.ArrayTokenSource;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.LaneLayout;
import dev.unfold.worker.sequence.TextChunkReader;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.training.AlignmentSettings;
import dev.unfold.worker.settings.training.ClassWeightSettings;
import dev.unfold.worker.settings.training.ClipSettings;
import dev.unfold.worker.settings.training.OptimizerSettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.settings.training.PretrainedSettings;
import dev.unfold.worker.settings.training.RandomStepSettings;
import dev.unfold.worker.settings.training.ScheduleSettings;
import dev.unfold.worker.settings.training.TeacherForcingSettings;
import dev.unfold.worker.settings.training.TrainingSettings;
import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShardTrainerTest {
  private static final int VOCABULARY = 12;
  private static final LaneLayout LAYOUT = new LaneLayout(601, 1, 4, 10);

  @ParameterizedTest
  @EnumSource(OptimizerSettings.Kind.class)
  void twoRoundsAreOneLongRound(OptimizerSettings.Kind kind) throws IOException {
    TrainingSettings settings = settings(kind, 0.01);
    ShardResult whole = train(settings, plan(settings, 0, 15, 0), start(settings));
    ShardResult first = train(settings, plan(settings, 0, 6, 0), start(settings));
    ShardResult second = train(settings, plan(settings, 6, 9, first.metrics().updates()), first);
    assertThat(state(second).parameters()).isEqualTo(state(whole).parameters());
    assertThat(state(second).optimizer()).isEqualTo(state(whole).optimizer());
    assertThat(second.carry()).isEqualTo(whole.carry());
    assertThat(first.metrics().targets() + second.metrics().targets())
        .isEqualTo(whole.metrics().targets())
        .isEqualTo(600);
  }

  @Test
  void theSameInputGivesTheSameBits() throws IOException {
    TrainingSettings settings = settings(OptimizerSettings.Kind.ADAM, 0.01);
    ShardResult once = train(settings, plan(settings, 0, 5, 0), start(settings));
    ShardResult again = train(settings, plan(settings, 0, 5, 0), start(settings));
    assertThat(state(again).parameters()).isEqualTo(state(once).parameters());
  }

  @Test
  void learnsARepeatingSequence() throws IOException {
    TrainingSettings settings = settings(OptimizerSettings.Kind.ADAM, 0.02);
    ShardResult result = train(settings, plan(settings, 0, 15, 0), start(settings));
    double first = meanLoss(result);
    for (int epoch = 1; epoch < 8; epoch++) {
      result = train(settings, plan(settings, 0, 15, 15L * epoch), result);
    }
    assertThat(first).isGreaterThan(1.5);
    assertThat(meanLoss(result)).isLessThan(0.5);
  }

  @Test
  void withoutALearningRateNothingMovesAndTheLossIsAnEvaluation() throws IOException {
    TrainingSettings settings = settings(OptimizerSettings.Kind.SGD, 0);
    ShardResult start = start(settings);
    ShardResult result = train(settings, plan(settings, 0, 15, 0), start);
    assertThat(state(result).parameters()).isEqualTo(state(start).parameters());
    assertThat(meanLoss(result)).isCloseTo(Math.log(VOCABULARY), Offset.offset(0.7));
  }

  /** The chunks have 10 steps. */
  @ParameterizedTest
  @EnumSource(
      value = OptimizerSettings.Kind.class,
      names = {"SGD", "ADAM"})
  void whereLengthsVaryTheRateOfAnUpdateFollowsThatOfItsChunk(OptimizerSettings.Kind kind)
      throws IOException {
    RandomStepSettings random = new RandomStepSettings(2, 0.05);
    TrainingSettings varying = settings(kind, 0.08, 5, new ChunkSteps(16, random));
    ShardResult result = train(varying, plan(varying, 0, 3, 0), start(varying));
    TrainingSettings plain = settings(kind, 0.08 * 10 / 16);
    ShardResult expected = train(plain, plan(plain, 0, 3, 0), start(plain));
    assertThat(state(result).parameters()).isEqualTo(state(expected).parameters());
    assertThat(result.metrics().learningRate()).as("the schedule's").isEqualTo(0.08);
  }

  @Test
  void aNonFiniteShardStopsTrainingButCountsItsTargets() throws IOException {
    TrainingSettings settings = settings(OptimizerSettings.Kind.SGD, 1e38);
    ShardResult result = train(settings, plan(settings, 0, 15, 0), start(settings));
    assertThat(result.metrics().nonFinite()).isNotEqualTo(NonFiniteValue.NONE);
    assertThat(result.metrics().updates()).isLessThan(15);
    assertThat(result.metrics().targets()).isEqualTo(600);
  }

  @Test
  void updatesWithALongGradientAreCounted() throws IOException {
    TrainingSettings settings = settings(OptimizerSettings.Kind.SGD, 0);
    ShardResult result = train(settings, plan(settings, 0, 15, 0), start(settings));
    assertThat(result.metrics().clippedUpdates()).as("a limit of 5").isZero();
    TrainingSettings strict = settings(OptimizerSettings.Kind.SGD, 0, 1e-6);
    ShardResult clipped = train(strict, plan(strict, 0, 15, 0), start(strict));
    assertThat(clipped.metrics().clippedUpdates()).isEqualTo(clipped.metrics().updates());
    assertThat(clipped.metrics().gradientNorms()).isEqualTo(result.metrics().gradientNorms());
  }

  @Test
  void theLastUpdateIsCheckedToo() throws IOException {
    TrainingSettings settings = settings(OptimizerSettings.Kind.SGD, 1e39);
    ShardResult result = train(settings, plan(settings, 0, 1, 0), start(settings));
    assertThat(result.metrics().loss()).isFinite();
    assertThat(result.metrics().gradientNorms()).isFinite();
    assertThat(result.metrics().nonFinite()).isEqualTo(NonFiniteValue.PARAMETERS);
  }

  @Test
  void stopsWhenCancelled() {
    TrainingSettings settings = settings(OptimizerSettings.Kind.SGD, 0.1);
    try (Gemm gemm = GemmProvider.JAVA.open(Precision.F32)) {
      ShardResult start = start(settings);
      assertThatThrownBy(
              () ->
                  trainer(settings)
                      .train(
                          gemm,
                          plan(settings, 0, 5, 0),
                          input(start),
                          ChangedModel.of(state(start)),
                          () -> true))
          .isInstanceOf(CancellationException.class)
          .hasMessageContaining("shard 0");
    }
  }

  private static ShardResult train(TrainingSettings settings, RoundPlan plan, ShardResult start)
      throws IOException {
    try (Gemm gemm = GemmProvider.ONEDNN.open(Precision.F32)) {
      ShardResult result =
          trainer(settings)
              .train(gemm, plan, input(start), ChangedModel.of(state(start)), () -> false);
      ModelState end = result.change().of(state(start));
      return new ShardResult(0, whole(end), result.carry(), result.metrics());
    }
  }

  private static ModelChange whole(ModelState state) {
    return new ModelChange(VectorSpans.of(0, state.parameters().length), state);
  }

  private static ModelState state(ShardResult result) {
    return result.change().values();
  }

  private static double meanLoss(ShardResult result) {
    return result.metrics().loss() / result.metrics().targets();
  }

  private static ShardTrainer trainer(TrainingSettings settings) {
    return new ShardTrainer(network(), settings);
  }

  private static Network network() {
    return Networks.of(
        new LayeredNetworkSettings(
            LayeredNetworkSettings.Kind.LANGUAGE_MODEL,
            RecurrentSettings.stack(CellKind.LSTM, 1, 16, false),
            8,
            0,
            EncoderSettings.defaults(),
            DecoderSettings.defaults(),
            OutputSettings.softmax()),
        DataShape.forText(VOCABULARY));
  }

  /** Returns a sequence that repeats with a period of 12, with some noise. */
  private static ShardInput input(ShardResult start) {
    CounterRandom random = new CounterRandom(3);
    int[] tokens =
        IntStream.range(0, (int) LAYOUT.tokens())
            .map(i -> random.uniform(i) < 0.02 ? 0 : i * 5 % VOCABULARY)
            .toArray();
    TextChunkReader chunks =
        new TextChunkReader(LAYOUT, LAYOUT, 0, new ArrayTokenSource(tokens), OptionalInt.empty());
    return new ShardInput(0, chunks, start.carry());
  }

  private static RoundPlan plan(
      TrainingSettings settings, long firstChunk, int chunks, long updates) {
    return new RoundPlan(
        0, 0, firstChunk, chunks, updates, updates, settings.optimizer().learningRate());
  }

  private static ShardResult start(TrainingSettings settings) {
    Network network = network();
    try (Workspace workspace = new Workspace()) {
      var parameters = workspace.vector(network.parameters().length());
      network.parameters().initialize(parameters, 1);
      int slots = Optimizer.slots(settings.optimizer(), settings.clip());
      ModelState state =
          new ModelState(parameters.toArray(), new float[slots * network.parameters().length()]);
      float[] carry = new float[(int) (LAYOUT.batch() * network.carry().width())];
      return new ShardResult(
          0,
          whole(state),
          carry,
          new ShardResult.ShardMetrics(0, 0, 0, 0, 0, 0, 0, NonFiniteValue.NONE, 0));
    }
  }

  private static TrainingSettings settings(OptimizerSettings.Kind kind, double rate) {
    return settings(kind, rate, 5);
  }

  private static TrainingSettings settings(
      OptimizerSettings.Kind kind, double rate, double clipNorm) {
    return settings(kind, rate, clipNorm, new ChunkSteps(10, RandomStepSettings.none()));
  }

  private record ChunkSteps(int steps, RandomStepSettings random) {}

  private static TrainingSettings settings(
      OptimizerSettings.Kind kind, double rate, double clipNorm, ChunkSteps length) {
    return new TrainingSettings(
        1,
        4,
        length.steps(),
        1,
        0,
        1,
        Precision.F32,
        0,
        "",
        PretrainedSettings.none(),
        OptimizerFixture.of(kind, rate).settings(),
        new ScheduleSettings(ScheduleSettings.Kind.CONSTANT, 0, 1, 1, 0, 0, 0.04, 0.3, 1),
        new ClipSettings(clipNorm, 0),
        length.random(),
        TeacherForcingSettings.always(),
        ClassWeightSettings.none(),
        new AlignmentSettings(1, 0));
  }
}
