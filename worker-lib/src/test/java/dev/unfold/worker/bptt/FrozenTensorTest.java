package dev.unfold.worker.bptt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.Networks;
import dev.unfold.worker.optimizer.OptimizerFixture;
import dev.unfold.worker.parameters.ParameterTensor;
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
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A round that leaves the embedding as it is. */
class FrozenTensorTest {
  private static final LaneLayout LAYOUT = new LaneLayout(201, 1, 2, 10);
  private static final String EMBEDDING = "embedding.weight";
  private static final int CHUNKS = 4;

  private static Network network(boolean tied) {
    return Networks.of(
        new LayeredNetworkSettings(
            LayeredNetworkSettings.Kind.LANGUAGE_MODEL,
            RecurrentSettings.stack(CellKind.LSTM, 1, 5, false),
            5,
            0,
            EncoderSettings.defaults(),
            DecoderSettings.defaults(),
            new OutputSettings(OutputSettings.Kind.SOFTMAX, List.of(), 4, tied, false)),
        DataShape.forText(30));
  }

  private static TrainingSettings settings(OptimizerSettings.Kind kind, double momentum) {
    return new TrainingSettings(
        1,
        LAYOUT.batch(),
        LAYOUT.steps(),
        1,
        0,
        1,
        Precision.F32,
        0,
        "",
        PretrainedSettings.none(),
        OptimizerFixture.of(kind, 0.1).withMomentum(momentum).withDecay(0.01, true).settings(),
        new ScheduleSettings(ScheduleSettings.Kind.CONSTANT, 0, 1000, 0.5, 0, 0, 0.04, 0.3, 1),
        new ClipSettings(0.1, 0),
        RandomStepSettings.none(),
        TeacherForcingSettings.always(),
        ClassWeightSettings.none(),
        new AlignmentSettings(1, 0));
  }

  private static ShardResult train(ShardTrainer trainer, Network network, ModelState start)
      throws IOException {
    int[] tokens = IntStream.range(0, (int) LAYOUT.tokens()).map(i -> i * i % 30).toArray();
    TextChunkReader reader =
        new TextChunkReader(LAYOUT, LAYOUT, 0, new ArrayTokenSource(tokens), OptionalInt.empty());
    float[] carry = new float[(int) (LAYOUT.batch() * network.carry().width())];
    RoundPlan plan = new RoundPlan(0, 0, 0, CHUNKS, 0, 0, 0.1);
    try (Gemm gemm = GemmProvider.JAVA.open(Precision.F32)) {
      return trainer.train(
          gemm,
          plan,
          new ShardTrainer.ShardInput(0, reader, carry),
          ChangedModel.of(start),
          () -> false);
    }
  }

  private static float[] values(ParameterTensor tensor, float[] vector) {
    return Arrays.copyOfRange(vector, tensor.offset(), tensor.offset() + tensor.size());
  }

  /** The norm by which gradients are clipped is that of the trained tensors. */
  @ParameterizedTest
  @CsvSource({
    "SGD, 0, false",
    "SGD, 0.9, false",
    "ADAM, 0, false",
    "RMSPROP, 0, false",
    "ADAGRAD, 0, false",
    "ADAM, 0, true",
    "SGD, 0.9, true"
  })
  void aFrozenTensorKeepsItsBits(OptimizerSettings.Kind kind, double momentum, boolean tied)
      throws IOException {
    Network network = network(tied);
    TrainingSettings settings = settings(kind, momentum);
    ShardTrainer frozen = new ShardTrainer(network, settings, List.of(EMBEDDING));
    ModelState start = frozen.initialState();
    ShardResult trained = train(new ShardTrainer(network, settings), network, start);
    ShardResult result = train(frozen, network, start);
    ModelState end = result.change().of(start);

    for (ParameterTensor tensor : network.parameters().tensors()) {
      boolean isFrozen = tensor.name().equals(EMBEDDING);
      float[] after = values(tensor, end.parameters());
      if (isFrozen) {
        assertThat(after).isEqualTo(values(tensor, start.parameters()));
        assertThat(
                result
                    .change()
                    .spans()
                    .within(tensor.offset(), tensor.offset() + tensor.size())
                    .length())
            .isZero();
      } else {
        assertThat(after).as(tensor.name()).isNotEqualTo(values(tensor, start.parameters()));
      }
      for (int slot = 0; slot < end.optimizer().length / end.parameters().length; slot++) {
        int from = slot * end.parameters().length + tensor.offset();
        float[] state = Arrays.copyOfRange(end.optimizer(), from, from + tensor.size());
        assertThat(Arrays.equals(state, new float[state.length])).isEqualTo(isFrozen);
      }
    }
    assertThat(result.metrics().gradientNorms()).isLessThan(trained.metrics().gradientNorms());
  }
}
