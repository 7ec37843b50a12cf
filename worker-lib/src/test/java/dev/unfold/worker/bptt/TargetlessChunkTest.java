package dev.unfold.worker.bptt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.bptt.ShardTrainer.ShardInput;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.Networks;
import dev.unfold.worker.optimizer.OptimizerFixture;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.ChunkSource;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.InputShape;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.CharEncoderSettings;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings.Pooling;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings.Kind;
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
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The final states of a chunk depend on its input, the parameters and dropout, never on whether it
 * has targets. With a learning rate of 0 the parameters are constant, so that a shard whose targets
 * are hidden must end with the states of a shard that has all targets.
 */
class TargetlessChunkTest {
  private static final int STEPS = 5;
  private static final int SOURCE_STEPS = 4;
  private static final int BATCH = 3;
  private static final int CHUNKS = 9;
  private static final int TOKENS = 7;

  static List<Arguments> networks() {
    List<Arguments> networks = new ArrayList<>();
    for (CellKind cell : CellKind.values()) {
      for (double dropout : new double[] {0, 0.4}) {
        networks.add(Arguments.of(settings(Kind.LANGUAGE_MODEL, cell, dropout, Pooling.LAST)));
        networks.add(Arguments.of(settings(Kind.TAGGER, cell, dropout, Pooling.LAST)));
        networks.add(
            Arguments.of(settings(Kind.SEQUENCE_TO_SEQUENCE, cell, dropout, Pooling.LAST)));
        for (Pooling pooling : Pooling.values()) {
          networks.add(Arguments.of(settings(Kind.SEQUENCE_TO_VECTOR, cell, dropout, pooling)));
        }
      }
    }
    return networks;
  }

  @ParameterizedTest
  @MethodSource("networks")
  void statesDoNotDependOnTargets(LayeredNetworkSettings settings) throws IOException {
    ShardResult all = train(settings, 0, chunk -> true);
    assertThat(all.carry()).isNotEqualTo(new float[all.carry().length]);
    for (LongPredicate targets : List.<LongPredicate>of(i -> i % 3 == 2, i -> i == 0, i -> false)) {
      ShardResult some = train(settings, 0, targets);
      assertThat(some.carry()).isEqualTo(all.carry());
      assertThat(some.metrics().targets()).isLessThan(all.metrics().targets());
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void onlyChunksWithTargetsMakeUpdates(LayeredNetworkSettings settings) throws IOException {
    ShardResult none = train(settings, 0.1, chunk -> false);
    assertThat(none.metrics().updates()).isZero();
    assertThat(none.change().of(first(settings)).parameters())
        .isEqualTo(first(settings).parameters());
    assertThat(train(settings, 0.1, chunk -> chunk % 4 == 3).metrics().updates()).isEqualTo(2);
  }

  private static ShardResult train(
      LayeredNetworkSettings network, double rate, LongPredicate targets) throws IOException {
    Network built = network(network);
    RoundPlan plan = new RoundPlan(0, 0, 0, CHUNKS, 0, 0, rate);
    float[] carry = new float[(int) (BATCH * built.carry().width())];
    ChunkSource chunks = new SomeTargets(network.decodes(), targets);
    try (Gemm gemm = GemmProvider.JAVA.open(Precision.F32)) {
      return new ShardTrainer(built, training(rate))
          .train(
              gemm,
              plan,
              new ShardInput(0, chunks, carry),
              ChangedModel.of(first(network)),
              () -> false);
    }
  }

  private static ModelState first(LayeredNetworkSettings network) {
    return new ShardTrainer(network(network), training(0)).initialState();
  }

  private static Network network(LayeredNetworkSettings settings) {
    return Networks.of(
        settings, new DataShape(InputShape.ofTokens(TOKENS), DataShape.Target.CLASSES, TOKENS));
  }

  private static LayeredNetworkSettings settings(
      Kind kind, CellKind cell, double dropout, Pooling pooling) {
    return new LayeredNetworkSettings(
        kind,
        RecurrentSettings.stack(cell, 2, 6, false),
        4,
        dropout,
        new EncoderSettings(pooling, 1, CharEncoderSettings.defaults()),
        DecoderSettings.defaults(),
        OutputSettings.softmax());
  }

  private static TrainingSettings training(double rate) {
    return new TrainingSettings(
        1,
        BATCH,
        STEPS,
        1,
        0,
        1,
        Precision.F32,
        0,
        "",
        PretrainedSettings.none(),
        OptimizerFixture.of(OptimizerSettings.Kind.SGD, rate).settings(),
        new ScheduleSettings(ScheduleSettings.Kind.CONSTANT, 0, 1, 1, 0, 0, 0.04, 0.3, 1),
        new ClipSettings(5, 0),
        RandomStepSettings.none(),
        new TeacherForcingSettings(TeacherForcingSettings.Schedule.CONSTANT, 0.5, 0),
        ClassWeightSettings.none(),
        new AlignmentSettings(1, 0));
  }

  /**
   * Random tokens with resets inside chunks and a lane that is absent in some chunks; only selected
   * chunks have targets, or targets of a weight above 0.
   */
  private record SomeTargets(boolean withSource, LongPredicate chosen) implements ChunkSource {
    @Override
    public Chunk newChunk() {
      return withSource
          ? Chunk.withSource(STEPS, BATCH, new Chunk(SOURCE_STEPS, BATCH))
          : new Chunk(STEPS, BATCH);
    }

    @Override
    public void readInto(long index, Chunk chunk) {
      CounterRandom random = new CounterRandom(index);
      for (int i = 0; i < chunk.inputs().length; i++) {
        boolean absent = index % 4 == 1 && i % BATCH == 1;
        chunk.inputs()[i] = absent ? 0 : (int) (TOKENS * random.uniform(i));
        boolean target = !absent && (chosen.test(index) || index % 2 == 0);
        chunk.targets()[i] = target ? (int) (TOKENS * random.uniform(-i)) : Chunk.NO_TARGET;
        chunk.weights().set(i, chosen.test(index) ? 1 : 0);
        chunk.present()[i] = !absent;
        chunk.resets()[i] = !absent && random.derive(1).uniform(i) < 0.1;
      }
      chunk.source().ifPresent(source -> fill(source, random.derive(2)));
      chunk.filled(STEPS);
    }

    private static void fill(Chunk source, CounterRandom random) {
      Arrays.setAll(source.inputs(), i -> (int) (TOKENS * random.uniform(i)));
      source.filled(SOURCE_STEPS);
    }
  }
}
