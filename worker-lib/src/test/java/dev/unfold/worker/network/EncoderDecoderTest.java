package dev.unfold.worker.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.InputShape;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.DecoderSettings.Attention;
import dev.unfold.worker.settings.network.DecoderSettings.Start;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings.Kind;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.settings.training.RegularizationSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the contract of networks that generate a sequence from another or from a vector. */
class EncoderDecoderTest {
  private static final int STEPS = 5;
  private static final int BATCH = 4;

  /** The target length of each lane; the last has neither a target nor a source. */
  private static final int[] LENGTHS = {5, 2, 4, 0};

  private static final int SOURCE_STEPS = 4;
  private static final int[] SOURCE_LENGTHS = {2, 4, 1, 0};
  private static final int CLASSES = 5;
  private static final DataShape WORDS =
      new DataShape(InputShape.ofTokens(9), DataShape.Target.CLASSES, CLASSES);
  private static final DataShape FRAMES =
      new DataShape(InputShape.ofFrames(6), DataShape.Target.CLASSES, CLASSES);

  static List<Arguments> networks() {
    List<Arguments> networks = new ArrayList<>();
    for (CellKind cell : CellKind.values()) {
      for (boolean both : new boolean[] {false, true}) {
        for (Attention attention : Attention.values()) {
          networks.add(Arguments.of(fromSequence(cell, attention, both), WORDS));
        }
      }
      networks.add(Arguments.of(fromSequence(cell, Attention.DOT, true), FRAMES));
      for (Start start : Start.values()) {
        networks.add(Arguments.of(fromVector(cell, start), WORDS));
        networks.add(Arguments.of(fromVector(cell, start), FRAMES));
      }
    }
    return networks;
  }

  @ParameterizedTest
  @MethodSource("networks")
  void gradientsAgreeWithCentralDifferences(LayeredNetworkSettings settings, DataShape shape) {
    Chunk chunk = examples(settings, shape, 0);
    try (NetworkFixture fixture = fixture(GemmProvider.JAVA, settings, shape, chunk)) {
      CentralDifferences.assertGradients(fixture, chunk, fixture.randomCarry(5));
    }
  }

  /** Source and target have masks of their own, which are the same on each call. */
  @ParameterizedTest
  @MethodSource("networks")
  void gradientsAgreeWithRegularization(LayeredNetworkSettings settings, DataShape shape) {
    RegularizationSettings all = new RegularizationSettings(true, 0.1, 0.2, 0.2, 0.3, 0, 0, 0.1);
    Chunk chunk = examples(settings, shape, 0);
    try (NetworkFixture fixture =
        fixture(GemmProvider.JAVA, withDropout(settings).with(all), shape, chunk)) {
      fixture.applyDropout(9);
      CentralDifferences.assertGradients(fixture, chunk, fixture.randomCarry(5));
    }
  }

  /** The target is longer than a chunk; its later chunks continue from the carry. */
  @ParameterizedTest
  @MethodSource("networks")
  void gradientsStopAtTheStartOfAContinuedChunk(LayeredNetworkSettings settings, DataShape shape) {
    Chunk chunk = examples(settings, shape, 0);
    chunk.resets()[1] = false;
    try (NetworkFixture fixture = fixture(GemmProvider.JAVA, settings, shape, chunk)) {
      CentralDifferences.assertGradients(fixture, chunk, fixture.randomCarry(6));
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void maskedStepsOfSourceAndTargetDoNotCount(LayeredNetworkSettings settings, DataShape shape) {
    Chunk padded = examples(settings, shape, 2);
    try (NetworkFixture fixture = fixture(GemmProvider.ONEDNN, settings, shape, padded)) {
      double expected = fixture.train(examples(settings, shape, 0), fixture.randomCarry(7));
      float[] gradient = fixture.training.gradients().vector().toArray();
      assertThat(fixture.train(padded, fixture.randomCarry(8)))
          .isCloseTo(expected, Offset.offset(1e-5));
      assertThat(fixture.training.gradients().vector().toArray())
          .containsExactly(gradient, Offset.offset(1e-5f));
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void stepByStepEqualsAllAtOnce(LayeredNetworkSettings settings, DataShape shape) {
    Chunk chunk = examples(settings, shape, 0);
    try (NetworkFixture fixture = fixture(GemmProvider.ONEDNN, settings, shape, chunk)) {
      float[][] expected = new float[STEPS * BATCH][];
      fixture.forward.run(chunk);
      fixture.forward.outputs(chunk, (i, output) -> expected[i] = output.clone());
      Chunk step = Chunk.withSource(1, BATCH, chunk.requireSource());
      for (int t = 0; t < STEPS; t++) {
        copyStep(chunk, t, step);
        int first = t * BATCH;
        fixture.forward.run(step);
        fixture.forward.outputs(
            step,
            (lane, output) ->
                assertThat(output).containsExactly(expected[first + lane], Offset.offset(1e-5f)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void lanesAreIndependent(LayeredNetworkSettings settings, DataShape shape) {
    Chunk chunk = examples(settings, shape, 0);
    try (NetworkFixture fixture = fixture(GemmProvider.ONEDNN, settings, shape, chunk)) {
      float[][] expected = new float[STEPS * BATCH][];
      fixture.forward.run(chunk);
      fixture.forward.outputs(chunk, (i, output) -> expected[i] = output.clone());
      Chunk source = chunk.requireSource();
      source.inputs()[1] = (source.inputs()[1] + 1) % shape.input().size();
      if (source.frames().length > 0) {
        source.frames()[FRAMES.frameWidth()] = 9f;
      }
      chunk.inputs()[BATCH + 1] = 0;
      fixture.forward.run(chunk);
      fixture.forward.outputs(
          chunk,
          (i, output) -> {
            if (i % BATCH != 1) {
              assertThat(output).containsExactly(expected[i], Offset.offset(1e-6f));
            }
          });
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theSourceMatters(LayeredNetworkSettings settings, DataShape shape) {
    Chunk chunk = examples(settings, shape, 0);
    try (NetworkFixture fixture = fixture(GemmProvider.ONEDNN, settings, shape, chunk)) {
      double before = fixture.forward.loss(chunk);
      Chunk source = chunk.requireSource();
      source.inputs()[0] = (source.inputs()[0] + 1) % shape.input().size();
      if (source.frames().length > 0) {
        source.frames()[0] += 1;
      }
      assertThat(fixture.forward.loss(chunk)).isNotCloseTo(before, Offset.offset(1e-5));
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theSameChunkGivesTheSameBits(LayeredNetworkSettings settings, DataShape shape) {
    LayeredNetworkSettings noisy = withDropout(settings);
    Chunk chunk = examples(settings, shape, 0);
    List<float[]> gradients = new ArrayList<>();
    for (GemmProvider provider : GemmProvider.values()) {
      float[][] runs = new float[2][];
      for (int run = 0; run < 2; run++) {
        try (NetworkFixture fixture = fixture(provider, noisy, shape, chunk)) {
          ForwardMode mode = ForwardMode.training(new CounterRandom(20), 0.5);
          fixture.training.lossAndGradients(chunk, mode);
          runs[run] = fixture.training.gradients().vector().toArray();
        }
      }
      assertThat(runs[1]).isEqualTo(runs[0]);
      gradients.add(runs[0]);
    }
    assertThat(gradients.get(0)).containsExactly(gradients.get(2), Offset.offset(1e-5f));
    assertThat(gradients.get(1)).containsExactly(gradients.get(2), Offset.offset(1e-5f));
  }

  /** Operands have 8 bits, so the error of the complete gradient is a few parts per thousand. */
  @ParameterizedTest
  @MethodSource("networks")
  void bf16IsF32WithRoundedOperands(LayeredNetworkSettings settings, DataShape shape) {
    float[] expected = gradient(GemmProvider.JAVA, Precision.F32, settings, shape);
    float[] reference = gradient(GemmProvider.JAVA, Precision.BF16, settings, shape);
    assertThat(distance(reference, expected)).isBetween(1e-5, 2e-2);
    if (GemmProvider.ONEDNN.supports(Precision.BF16)) {
      float[] rounded = gradient(GemmProvider.ONEDNN, Precision.BF16, settings, shape);
      assertThat(distance(rounded, reference)).isLessThan(2e-3);
    }
  }

  private static float[] gradient(
      GemmProvider provider,
      Precision precision,
      LayeredNetworkSettings settings,
      DataShape shape) {
    Chunk chunk = examples(settings, shape, 0);
    try (NetworkFixture fixture =
        new NetworkFixture(provider.open(precision), settings, shape, chunk)) {
      fixture.train(chunk, fixture.randomCarry(9));
      return fixture.training.gradients().vector().toArray();
    }
  }

  /** ‖x - y‖ / ‖y‖. */
  private static double distance(float[] x, float[] y) {
    double difference = 0;
    double length = 0;
    for (int i = 0; i < x.length; i++) {
      difference += Math.pow((double) x[i] - y[i], 2);
      length += Math.pow(y[i], 2);
    }
    return Math.sqrt(difference / length);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aMeasuringWorkspaceCountsWhatARealOneAllocates(
      LayeredNetworkSettings settings, DataShape shape) {
    Network network = Networks.of(settings, shape);
    Chunk chunk = examples(settings, shape, 0);
    try (Gemm gemm = GemmProvider.ONEDNN.open(Precision.F32);
        Workspace measuring = Workspace.measuring();
        Workspace real = new Workspace()) {
      for (Workspace workspace : List.of(measuring, real)) {
        Matrix parameters = workspace.vector(network.parameters().length());
        network.open(PassMemory.of(gemm, workspace, parameters, chunk)).openTraining();
      }
      assertThat(measuring.bytes()).isEqualTo(real.bytes());
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void smallestSizesWork(LayeredNetworkSettings settings, DataShape shape) {
    Chunk chunk = Chunk.withSource(1, 1, new Chunk(1, 1, shape, 0));
    chunk.resets()[0] = true;
    chunk.filled(1);
    try (NetworkFixture fixture = fixture(GemmProvider.ONEDNN, settings, shape, chunk)) {
      assertThat(fixture.train(chunk, fixture.randomCarry(19))).isBetween(0.1, 10.0);
    }
  }

  @ParameterizedTest
  @EnumSource(Attention.class)
  void withoutTeacherForcingADecoderReadsItsMostProbableToken(Attention attention) {
    LayeredNetworkSettings settings = fromSequence(CellKind.GRU, attention, true);
    Chunk chunk = examples(settings, WORDS, 0);
    try (NetworkFixture fixture = fixture(GemmProvider.ONEDNN, settings, WORDS, chunk)) {
      float[] carry = fixture.forward.carry().toArray();
      ForwardMode never = new ForwardMode(false, new CounterRandom(1), 0);
      double actual = fixture.training.lossAndGradients(chunk, never);
      int[] truth = chunk.inputs().clone();
      for (int t = 0; t < STEPS - 1; t++) {
        fixture.forward.carry().set(carry);
        int next = t + 1;
        fixture.forward.run(chunk);
        fixture.forward.outputs(
            chunk,
            (i, output) -> {
              int to = i + BATCH;
              if (i / BATCH == next - 1 && to < chunk.present().length && chunk.present()[to]) {
                chunk.inputs()[to] = largest(output);
              }
            });
      }
      fixture.forward.carry().set(carry);
      assertThat(chunk.inputs()).isNotEqualTo(truth);
      assertThat(actual).isCloseTo(fixture.forward.loss(chunk), Offset.offset(1e-4));
    }
  }

  @Test
  void fullTeacherForcingReadsTheTargets() {
    LayeredNetworkSettings settings = fromSequence(CellKind.LSTM, Attention.DOT, false);
    Chunk chunk = examples(settings, WORDS, 0);
    try (NetworkFixture fixture = fixture(GemmProvider.ONEDNN, settings, WORDS, chunk)) {
      double expected = fixture.train(chunk, fixture.randomCarry(1));
      ForwardMode mode = ForwardMode.training(new CounterRandom(3), 1);
      assertThat(fixture.training.lossAndGradients(chunk, mode) / chunk.targetCount())
          .isEqualTo(expected);
      ForwardMode rarely = ForwardMode.training(new CounterRandom(3), 0.2);
      assertThat(fixture.training.lossAndGradients(chunk, rarely) / chunk.targetCount())
          .isNotEqualTo(expected);
    }
  }

  @Test
  void weightsAreThoseOfTheTargetsWhateverIsRead() {
    LayeredNetworkSettings settings = fromSequence(CellKind.LSTM, Attention.DOT, false);
    Chunk chunk = examples(settings, WORDS, 0);
    Chunk first = chunk.ofLanes(0, 0);
    for (int position = 0; position < chunk.present().length; position++) {
      chunk.weights().set(position, position % BATCH == 0 ? 3 : 0);
    }
    chunk.filled(chunk.steps());
    try (NetworkFixture fixture = fixture(GemmProvider.JAVA, settings, WORDS, chunk);
        NetworkFixture alone = fixture(GemmProvider.JAVA, settings, WORDS, first)) {
      CentralDifferences.assertGradients(fixture, chunk, fixture.randomCarry(1));
      for (double truth : new double[] {0, 1}) {
        ForwardMode mode = ForwardMode.training(new CounterRandom(3), truth);
        assertThat(fixture.training.lossAndGradients(chunk, mode) / chunk.targetCount())
            .isCloseTo(
                alone.training.lossAndGradients(first, mode) / first.targetCount(),
                Offset.offset(1e-5));
      }
    }
  }

  @Test
  void wrongShapesAreRefused() {
    assertThatThrownBy(
            () ->
                settings(
                    Kind.TAGGER,
                    CellKind.RNN,
                    false,
                    new DecoderSettings(Attention.DOT, Start.STATE)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("network.decoder.attention: expected none");
    assertThatThrownBy(
            () ->
                settings(
                    Kind.SEQUENCE_TO_SEQUENCE,
                    CellKind.RNN,
                    false,
                    new DecoderSettings(Attention.DOT, Start.BOTH)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("network.decoder.start: expected state");
    DataShape frames = new DataShape(InputShape.ofTokens(9), DataShape.Target.FRAMES, CLASSES);
    LayeredNetworkSettings settings = fromVector(CellKind.RNN, Start.BOTH);
    assertThatThrownBy(() -> Networks.of(settings, frames))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("network.kind: expected another kind");
  }

  private static int largest(float[] values) {
    int largest = 0;
    for (int v = 1; v < values.length; v++) {
      largest = values[v] > values[largest] ? v : largest;
    }
    return largest;
  }

  private static LayeredNetworkSettings fromSequence(
      CellKind cell, Attention attention, boolean bidirectional) {
    DecoderSettings decoder = new DecoderSettings(attention, Start.STATE);
    return settings(Kind.SEQUENCE_TO_SEQUENCE, cell, bidirectional, decoder);
  }

  private static LayeredNetworkSettings fromVector(CellKind cell, Start start) {
    DecoderSettings decoder = new DecoderSettings(Attention.NONE, start);
    return settings(Kind.VECTOR_TO_SEQUENCE, cell, false, decoder);
  }

  private static LayeredNetworkSettings settings(
      Kind kind, CellKind cell, boolean bidirectional, DecoderSettings decoder) {
    return new LayeredNetworkSettings(
        kind,
        RecurrentSettings.stack(cell, 2, 4, bidirectional),
        3,
        0,
        EncoderSettings.defaults(),
        decoder,
        OutputSettings.softmax());
  }

  private static LayeredNetworkSettings withDropout(LayeredNetworkSettings settings) {
    return settings.withDropout(0.3);
  }

  private static NetworkFixture fixture(
      GemmProvider provider, LayeredNetworkSettings settings, DataShape shape, Chunk largest) {
    return new NetworkFixture(provider.open(Precision.F32), settings, shape, largest);
  }

  /**
   * Returns targets and sources of different lengths, with absent steps after the longest of each.
   */
  private static Chunk examples(LayeredNetworkSettings settings, DataShape shape, int absent) {
    boolean vector = settings.kind() == Kind.VECTOR_TO_SEQUENCE;
    Chunk source = new Chunk(vector ? 1 : SOURCE_STEPS + absent, BATCH, shape, 0);
    Chunk chunk = Chunk.withSource(STEPS + absent, BATCH, source);
    Arrays.fill(source.present(), false);
    Arrays.fill(chunk.present(), false);
    Arrays.fill(chunk.targets(), Chunk.NO_TARGET);
    for (int lane = 0; lane < BATCH; lane++) {
      source.resets()[lane] = SOURCE_LENGTHS[lane] > 0;
      chunk.resets()[lane] = LENGTHS[lane] > 0;
      for (int s = 0; s < (vector ? Math.min(1, LENGTHS[lane]) : SOURCE_LENGTHS[lane]); s++) {
        fillSource(source, s * BATCH + lane, shape);
      }
      for (int t = 0; t < LENGTHS[lane]; t++) {
        CounterRandom random = new CounterRandom(100 + t * BATCH + lane);
        int position = t * BATCH + lane;
        chunk.present()[position] = true;
        chunk.inputs()[position] = (int) (random.uniform(0) * CLASSES);
        chunk.targets()[position] = (int) (random.uniform(1) * CLASSES);
      }
    }
    source.filled(source.steps());
    chunk.filled(STEPS + absent);
    return chunk;
  }

  private static void fillSource(Chunk source, int position, DataShape shape) {
    CounterRandom random = new CounterRandom(position);
    source.present()[position] = true;
    source.inputs()[position] = (int) (random.uniform(0) * shape.input().size());
    int width = source.frames().length / source.inputs().length;
    for (int j = 0; j < width; j++) {
      source.frames()[position * width + j] = (float) (4 * random.uniform(1 + j) - 2);
    }
  }

  private static void copyStep(Chunk whole, int t, Chunk step) {
    System.arraycopy(whole.inputs(), t * BATCH, step.inputs(), 0, BATCH);
    System.arraycopy(whole.present(), t * BATCH, step.present(), 0, BATCH);
    System.arraycopy(whole.targets(), t * BATCH, step.targets(), 0, BATCH);
    System.arraycopy(whole.resets(), t * BATCH, step.resets(), 0, BATCH);
    step.filled(1);
  }
}
