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
import dev.unfold.worker.settings.training.TeacherForcingSettings.Schedule;
import dev.unfold.worker.settings.training.TrainingSettings;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A shard of sources and targets. */
class DecoderTrainingTest {
  private static final int STEPS = 6;
  private static final int SOURCE_STEPS = 4;
  private static final int BATCH = 3;
  private static final int CHUNKS = 8;
  private static final int TOKENS = 7;
  private static final Network NETWORK =
      Networks.of(
          new LayeredNetworkSettings(
              LayeredNetworkSettings.Kind.SEQUENCE_TO_SEQUENCE,
              RecurrentSettings.stack(CellKind.LSTM, 1, 8, false),
              5,
              0.1,
              EncoderSettings.defaults(),
              new DecoderSettings(DecoderSettings.Attention.ADDITIVE, DecoderSettings.Start.STATE),
              OutputSettings.softmax()),
          new DataShape(InputShape.ofTokens(TOKENS), DataShape.Target.CLASSES, TOKENS));

  @Test
  void readsItsOwnTokensWithTheConfiguredProbability() throws IOException {
    ShardResult truth = train(TeacherForcingSettings.always());
    ShardResult sampled = train(new TeacherForcingSettings(Schedule.CONSTANT, 0.3, 0));
    assertThat(
            train(new TeacherForcingSettings(Schedule.CONSTANT, 1, 0))
                .change()
                .values()
                .parameters())
        .isEqualTo(truth.change().values().parameters());
    assertThat(sampled.change().values().parameters())
        .isNotEqualTo(truth.change().values().parameters());
    assertThat(sampled.metrics().targets()).isEqualTo(truth.metrics().targets());
  }

  @Test
  void aRepeatedTaskDrawsTheSameRandomNumbers() throws IOException {
    TeacherForcingSettings falling = new TeacherForcingSettings(Schedule.LINEAR, 0.1, CHUNKS);
    ShardResult first = train(falling);
    ShardResult second = train(falling);
    assertThat(second.change().values().parameters())
        .isEqualTo(first.change().values().parameters());
    assertThat(second.carry()).isEqualTo(first.carry());
  }

  private static ShardResult train(TeacherForcingSettings teacherForcing) throws IOException {
    TrainingSettings settings = settings(teacherForcing);
    ShardTrainer trainer = new ShardTrainer(NETWORK, settings);
    RoundPlan plan = new RoundPlan(0, 0, 0, CHUNKS, 0, 0, settings.optimizer().learningRate());
    float[] carry = new float[(int) (BATCH * NETWORK.carry().width())];
    ShardInput input = new ShardInput(0, new RandomPairs(), carry);
    try (Gemm gemm = GemmProvider.ONEDNN.open(Precision.F32)) {
      return trainer.train(gemm, plan, input, ChangedModel.of(trainer.initialState()), () -> false);
    }
  }

  private static TrainingSettings settings(TeacherForcingSettings teacherForcing) {
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
        OptimizerFixture.of(OptimizerSettings.Kind.ADAM, 0.01).settings(),
        new ScheduleSettings(ScheduleSettings.Kind.CONSTANT, 0, 1, 1, 0, 0, 0.04, 0.3, 1),
        new ClipSettings(5, 0),
        RandomStepSettings.none(),
        teacherForcing,
        ClassWeightSettings.none(),
        new AlignmentSettings(1, 0));
  }

  /** Complete sources and targets, drawn from the index of the chunk. */
  private static final class RandomPairs implements ChunkSource {
    @Override
    public Chunk newChunk() {
      return Chunk.withSource(STEPS, BATCH, new Chunk(SOURCE_STEPS, BATCH));
    }

    @Override
    public void readInto(long index, Chunk chunk) {
      CounterRandom random = new CounterRandom(index);
      Chunk source = chunk.requireSource();
      for (int i = 0; i < source.inputs().length; i++) {
        source.inputs()[i] = (int) (TOKENS * random.uniform(i));
      }
      for (int i = 0; i < chunk.inputs().length; i++) {
        chunk.inputs()[i] = (int) (TOKENS * random.uniform(100 + i));
        chunk.targets()[i] = (int) (TOKENS * random.uniform(200 + i));
        chunk.resets()[i] = i < BATCH;
      }
      source.filled(SOURCE_STEPS);
      chunk.filled(STEPS);
    }
  }
}
