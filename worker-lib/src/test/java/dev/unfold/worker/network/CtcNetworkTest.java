package dev.unfold.worker.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.network.output.Categorical;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.InputShape;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.settings.network.Activation;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.CharEncoderSettings;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.DenseSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings.Pooling;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings.Kind;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.network.TimeDelaySettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the contract of networks for connectionist temporal classification. */
class CtcNetworkTest {
  private static final int SOURCE_STEPS = 9;
  private static final int STEPS = 4;
  private static final int CLASSES = 5;
  private static final int[] LENGTHS = {9, 3, 6, 1};
  private static final int[][] TARGETS = {{2, 2, 4}, {3}, {0, 4}, {}};
  private static final int BATCH = LENGTHS.length;
  private static final int MAX_LENGTH = 3;
  private static final DataShape WORDS =
      new DataShape(List.of(InputShape.ofTokens(9)), 6, DataShape.Target.CLASSES, CLASSES);
  private static final DataShape FRAMES =
      new DataShape(InputShape.ofFrames(3), DataShape.Target.CLASSES, CLASSES);
  private static final DataShape SEVERAL =
      new DataShape(
          List.of(InputShape.ofTokens(9), InputShape.ofFrames(2)),
          0,
          DataShape.Target.CLASSES,
          CLASSES);

  static List<Arguments> networks() {
    List<Arguments> networks = new ArrayList<>();
    List<LayerSettings> delays =
        List.of(
            new TimeDelaySettings(4, List.of(-1, 0, 1), Activation.TANH, false),
            new TimeDelaySettings(4, List.of(-1, 2), Activation.TANH, false));
    for (DataShape shape : List.of(WORDS, FRAMES, SEVERAL)) {
      networks.add(
          Arguments.of(settings(RecurrentSettings.stack(CellKind.LSTM, 2, 3, true), 1), shape));
      networks.add(
          Arguments.of(settings(RecurrentSettings.stack(CellKind.GRU, 1, 4, false), 2), shape));
      networks.add(Arguments.of(settings(delays, 1), shape));
      networks.add(Arguments.of(settings(delays, 2), shape));
    }
    networks.add(
        Arguments.of(settings(List.of(new DenseSettings(4, Activation.TANH, false)), 1), FRAMES));
    return networks;
  }

  @ParameterizedTest
  @MethodSource("networks")
  void gradientsAgreeWithCentralDifferences(LayeredNetworkSettings settings, DataShape shape) {
    Chunk chunk = chunk(shape, SOURCE_STEPS, STEPS);
    try (NetworkFixture fixture = fixture(settings, shape, chunk)) {
      CentralDifferences.assertGradients(fixture, chunk, zeros(fixture));
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void maskedStepsDoNotCount(LayeredNetworkSettings settings, DataShape shape) {
    Chunk exact = chunk(shape, SOURCE_STEPS, STEPS);
    Chunk padded = chunk(shape, SOURCE_STEPS + 4, STEPS + 2);
    try (NetworkFixture fixture = fixture(settings, shape, padded)) {
      double expected = fixture.train(exact, zeros(fixture));
      float[] gradient = fixture.training.gradients().vector().toArray();
      assertThat(fixture.train(padded, zeros(fixture))).isCloseTo(expected, Offset.offset(1e-5));
      assertThat(fixture.training.gradients().vector().toArray())
          .containsExactly(gradient, Offset.offset(1e-5f));
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void lanesAreIndependent(LayeredNetworkSettings settings, DataShape shape) {
    Chunk chunk = chunk(shape, SOURCE_STEPS, STEPS);
    double nats = 0;
    int targets = 0;
    for (int lane = 0; lane < BATCH; lane++) {
      Chunk alone = chunk.ofLanes(lane);
      targets += alone.targetCount();
      try (NetworkFixture fixture = fixture(settings, shape, alone)) {
        nats += fixture.forward.loss(alone);
      }
    }
    assertThat(targets).isEqualTo(chunk.targetCount()).isEqualTo(3 + 1 + 2 + 0 + BATCH);
    try (NetworkFixture fixture = fixture(settings, shape, chunk)) {
      assertThat(fixture.forward.loss(chunk)).isCloseTo(nats, Offset.offset(1e-5));
    }
  }

  /** A sequence without a token has the loss of blanks at all steps. */
  @Test
  void outputsAreThoseOfTheLoss() {
    LayeredNetworkSettings settings =
        settings(RecurrentSettings.stack(CellKind.RNN, 1, 4, true), 2);
    Chunk chunk = chunk(FRAMES, SOURCE_STEPS, STEPS);
    Arrays.fill(chunk.targets(), Chunk.NO_TARGET);
    Arrays.fill(chunk.present(), false);
    for (int lane = 0; lane < BATCH; lane++) {
      chunk.targets()[lane] = Vocabulary.BOUNDARY_ID;
      chunk.present()[lane] = true;
    }
    chunk.filled(1);
    try (NetworkFixture fixture = fixture(settings, FRAMES, chunk)) {
      double expected = fixture.forward.loss(chunk);
      double[] sum = new double[2];
      fixture.forward.outputs(
          chunk,
          (position, output) -> {
            sum[0] += Categorical.logNormalizer(output) - output[Vocabulary.BOUNDARY_ID];
            sum[1]++;
          });
      assertThat(sum[0]).isCloseTo(expected, Offset.offset(1e-5));
      assertThat(sum[1]).isEqualTo(5 + 2 + 3 + 1);
    }
  }

  @Test
  void aTargetWithoutLossHasNeitherLossNorGradient() {
    LayeredNetworkSettings settings =
        settings(RecurrentSettings.stack(CellKind.LSTM, 1, 4, true), 1);
    Chunk chunk = chunk(FRAMES, SOURCE_STEPS, STEPS);
    for (int step = 0; step <= TARGETS[1].length; step++) {
      int position = step * BATCH + 1;
      chunk.targets()[position] = Chunk.unseenTarget(chunk.targets()[position]);
    }
    chunk.filled(STEPS);
    Chunk others = chunk.ofLanes(0, 2, 3);
    assertThat(chunk.targetCount()).isEqualTo(others.targetCount());
    double expected;
    float[] gradient;
    try (NetworkFixture fixture = fixture(settings, FRAMES, others)) {
      expected = fixture.train(others, zeros(fixture));
      gradient = fixture.training.gradients().vector().toArray();
    }
    try (NetworkFixture fixture = fixture(settings, FRAMES, chunk)) {
      assertThat(fixture.train(chunk, zeros(fixture))).isCloseTo(expected, Offset.offset(1e-5));
      assertThat(fixture.training.gradients().vector().toArray())
          .containsExactly(gradient, Offset.offset(1e-5f));
    }
  }

  private static LayeredNetworkSettings settings(List<LayerSettings> layers, int stride) {
    return new LayeredNetworkSettings(
        Kind.CTC,
        layers,
        3,
        0,
        new EncoderSettings(Pooling.LAST, stride, new CharEncoderSettings(3, 2, MAX_LENGTH)),
        DecoderSettings.defaults(),
        OutputSettings.softmax());
  }

  private static NetworkFixture fixture(
      LayeredNetworkSettings settings, DataShape shape, Chunk largest) {
    return new NetworkFixture(GemmProvider.JAVA.open(Precision.F32), settings, shape, largest);
  }

  private static float[] zeros(NetworkFixture fixture) {
    return new float[fixture.forward.carry().toArray().length];
  }

  /** Returns targets of different lengths for sources of different lengths. */
  private static Chunk chunk(DataShape shape, int sourceSteps, int steps) {
    Chunk source = new Chunk(sourceSteps, BATCH, shape, MAX_LENGTH);
    Arrays.fill(source.present(), false);
    Chunk chunk = Chunk.withSource(steps, BATCH, source);
    Arrays.fill(chunk.present(), false);
    Arrays.fill(chunk.targets(), Chunk.NO_TARGET);
    for (int lane = 0; lane < BATCH; lane++) {
      for (int t = 0; t < LENGTHS[lane]; t++) {
        fill(source, t * BATCH + lane, shape);
      }
      source.resets()[lane] = true;
      chunk.resets()[lane] = true;
      for (int step = 0; step <= TARGETS[lane].length; step++) {
        int position = step * BATCH + lane;
        boolean end = step == TARGETS[lane].length;
        chunk.present()[position] = true;
        chunk.targets()[position] = end ? Vocabulary.BOUNDARY_ID : TARGETS[lane][step];
      }
    }
    source.characters().ifPresent(characters -> characters.filled(MAX_LENGTH));
    source.filled(sourceSteps);
    chunk.filled(steps);
    return chunk;
  }

  private static void fill(Chunk source, int position, DataShape shape) {
    CounterRandom random = new CounterRandom(position);
    source.present()[position] = true;
    for (int i = 0; i < shape.tokenInputs(); i++) {
      source.inputs(i)[position] = (int) (random.uniform(i) * shape.inputs().get(i).size());
    }
    int width = source.frames().length / source.inputs().length;
    for (int j = 0; j < width; j++) {
      source.frames()[position * width + j] = (float) random.uniform(10 + j);
    }
    source
        .characters()
        .ifPresent(
            characters -> {
              for (int c = 0; c < MAX_LENGTH; c++) {
                int at = c * characters.batch() + position;
                characters.present()[at] = c <= position % MAX_LENGTH;
                characters.inputs()[at] = (int) (random.uniform(100 + c) * shape.alphabet());
              }
            });
  }
}
