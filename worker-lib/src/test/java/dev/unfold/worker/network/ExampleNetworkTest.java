package dev.unfold.worker.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.InputShape;
import dev.unfold.worker.settings.corpus.InputSettings;
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
import dev.unfold.worker.settings.network.LstmSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.network.TimeDelaySettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests the contract of networks over examples: different lengths, both directions, and complete
 * examples.
 */
class ExampleNetworkTest {
  private static final int STEPS = 5;
  private static final int BATCH = 3;
  private static final int[] LENGTHS = {5, 2, 4};
  private static final int MAX_LENGTH = 4;
  private static final int DISTINCT_SPELLINGS = 7;
  private static final DataShape WORDS_TO_CLASSES =
      new DataShape(InputShape.ofTokens(9), DataShape.Target.CLASSES, 4);
  private static final DataShape SPELLED_TO_CLASSES =
      new DataShape(List.of(InputShape.ofTokens(9)), 6, DataShape.Target.CLASSES, 4);
  private static final DataShape SEVERAL_TO_CLASSES =
      new DataShape(
          List.of(
              InputShape.ofTokens(9),
              new InputShape(InputShape.Kind.TOKENS, 4, 3, InputSettings.Into.STEPS),
              InputShape.ofFrames(2),
              InputShape.ofFrames(1)),
          6,
          DataShape.Target.CLASSES,
          4);
  private static final DataShape FIRST_STATE_TO_CLASSES =
      new DataShape(
          List.of(
              InputShape.ofTokens(9).with(InputSettings.Into.BOTH),
              new InputShape(InputShape.Kind.TOKENS, 4, 3, InputSettings.Into.FIRST_STATE),
              InputShape.ofFrames(2),
              InputShape.ofFrames(3).with(InputSettings.Into.FIRST_STATE),
              InputShape.ofFrames(1).with(InputSettings.Into.BOTH)),
          6,
          DataShape.Target.CLASSES,
          4);
  private static final DataShape FRAMES_TO_SETS =
      new DataShape(InputShape.ofFrames(5), DataShape.Target.SETS, 5);
  private static final DataShape FRAMES_TO_FRAMES =
      new DataShape(InputShape.ofFrames(5), DataShape.Target.FRAMES, 2);

  static List<Arguments> networks() {
    List<Arguments> networks = new ArrayList<>(networksOfSeparateTargets());
    networks.addAll(conditionalRandomFields());
    return networks;
  }

  /** Returns networks that predict each target by itself. */
  static List<Arguments> networksOfSeparateTargets() {
    List<Arguments> networks = new ArrayList<>();
    for (CellKind cell : CellKind.values()) {
      for (boolean both : new boolean[] {false, true}) {
        networks.add(
            Arguments.of(settings(Kind.TAGGER, cell, both, Pooling.LAST), WORDS_TO_CLASSES));
        networks.add(
            Arguments.of(settings(Kind.TAGGER, cell, both, Pooling.LAST), SPELLED_TO_CLASSES));
        for (Pooling pooling : Pooling.values()) {
          LayeredNetworkSettings toVector = settings(Kind.SEQUENCE_TO_VECTOR, cell, both, pooling);
          networks.add(Arguments.of(toVector, WORDS_TO_CLASSES));
          networks.add(Arguments.of(toVector, FRAMES_TO_FRAMES));
        }
      }
      LayeredNetworkSettings next = settings(Kind.NEXT_FRAME, cell, false, Pooling.LAST);
      networks.add(Arguments.of(next, FRAMES_TO_SETS));
      LayeredNetworkSettings tagger = settings(Kind.TAGGER, cell, true, Pooling.LAST);
      networks.add(Arguments.of(tagger, SEVERAL_TO_CLASSES));
      for (boolean both : new boolean[] {false, true}) {
        networks.add(
            Arguments.of(settings(Kind.TAGGER, cell, both, Pooling.LAST), FIRST_STATE_TO_CLASSES));
        networks.add(
            Arguments.of(
                settings(Kind.SEQUENCE_TO_VECTOR, cell, both, Pooling.MEAN),
                FIRST_STATE_TO_CLASSES));
      }
    }
    for (DataShape shape : List.of(WORDS_TO_CLASSES, SPELLED_TO_CLASSES, FRAMES_TO_FRAMES)) {
      networks.add(Arguments.of(outputRecurrent(Kind.TAGGER), shape));
    }
    networks.add(Arguments.of(outputRecurrent(Kind.TAGGER), SEVERAL_TO_CLASSES));
    networks.add(
        Arguments.of(
            outputRecurrent(Kind.TAGGER, new LstmSettings(4, false, 0)), FIRST_STATE_TO_CLASSES));
    networks.add(Arguments.of(outputRecurrent(Kind.NEXT_FRAME), FRAMES_TO_SETS));
    for (Pooling pooling : Pooling.values()) {
      networks.add(Arguments.of(windows(Kind.SEQUENCE_TO_VECTOR, pooling), WORDS_TO_CLASSES));
      networks.add(Arguments.of(windows(Kind.SEQUENCE_TO_VECTOR, pooling), FRAMES_TO_FRAMES));
    }
    networks.add(Arguments.of(windows(Kind.TAGGER, Pooling.LAST), SPELLED_TO_CLASSES));
    networks.add(Arguments.of(windows(Kind.TAGGER, Pooling.LAST), FRAMES_TO_SETS));
    return networks;
  }

  static List<Arguments> conditionalRandomFields() {
    return List.of(
        Arguments.of(
            crf(settings(Kind.TAGGER, CellKind.LSTM, true, Pooling.LAST)), SPELLED_TO_CLASSES),
        Arguments.of(
            crf(settings(Kind.TAGGER, CellKind.GRU, false, Pooling.LAST)), WORDS_TO_CLASSES),
        Arguments.of(crf(windows(Kind.TAGGER, Pooling.LAST)), SEVERAL_TO_CLASSES));
  }

  private static LayeredNetworkSettings crf(LayeredNetworkSettings tagger) {
    return new LayeredNetworkSettings(
        tagger.kind(),
        tagger.layers(),
        tagger.embedding(),
        0,
        tagger.encoder(),
        tagger.decoder(),
        new OutputSettings(OutputSettings.Kind.CRF, List.of(), 1, false, false));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void gradientsAgreeWithCentralDifferences(LayeredNetworkSettings settings, DataShape shape) {
    try (NetworkFixture fixture = fixture(settings, shape, STEPS)) {
      float h = settings.encoder().pooling() == Pooling.MAX ? 0x1p-11f : 0x1p-5f;
      Chunk chunk = examples(settings, shape, STEPS);
      CentralDifferences.assertGradients(fixture, chunk, zeros(fixture), h);
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void maskedStepsDoNotCount(LayeredNetworkSettings settings, DataShape shape) {
    try (NetworkFixture fixture = fixture(settings, shape, STEPS + 3)) {
      Chunk exact = examples(settings, shape, STEPS + 3);
      exact.filled(STEPS);
      double expected = fixture.train(exact, zeros(fixture));
      float[] gradient = fixture.training.gradients().vector().toArray();
      Chunk padded = examples(settings, shape, STEPS + 3);
      assertThat(fixture.train(padded, zeros(fixture))).isCloseTo(expected, Offset.offset(1e-5));
      assertThat(fixture.training.gradients().vector().toArray())
          .containsExactly(gradient, Offset.offset(1e-5f));
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void gradientsOfWeightedTargetsAgreeWithCentralDifferences(
      LayeredNetworkSettings settings, DataShape shape) {
    try (NetworkFixture fixture = fixture(settings, shape, STEPS)) {
      float h = settings.encoder().pooling() == Pooling.MAX ? 0x1p-11f : 0x1p-5f;
      Chunk chunk = examples(settings, shape, STEPS);
      weigh(chunk, 0.25f, 3, 0);
      CentralDifferences.assertGradients(fixture, chunk, zeros(fixture), h);
    }
  }

  /** A weight of 2 is that of two equal examples, and one of 0 that of none. */
  @ParameterizedTest
  @MethodSource("networks")
  void wholeWeightsAreRepetitions(LayeredNetworkSettings settings, DataShape shape) {
    Chunk chunk = examples(settings, shape, STEPS);
    Chunk repeated = chunk.ofLanes(0, 1, 1);
    weigh(chunk, 1, 2, 0);
    try (NetworkFixture fixture = fixture(settings, shape, STEPS)) {
      double expected = fixture.train(repeated, zeros(fixture));
      float[] gradient = fixture.training.gradients().vector().toArray();
      assertThat(fixture.train(chunk, zeros(fixture))).isCloseTo(expected, Offset.offset(1e-6));
      assertThat(fixture.training.gradients().vector().toArray())
          .containsExactly(gradient, Offset.offset(1e-6f));
      assertThat(chunk.targetCount()).isLessThan(repeated.targetCount());
    }
  }

  /** Equal weights change no bit, and evaluation has no weights. */
  @ParameterizedTest
  @MethodSource("networks")
  void weightsAreRelativeAndOnlyOfTraining(LayeredNetworkSettings settings, DataShape shape) {
    Chunk chunk = examples(settings, shape, STEPS);
    try (NetworkFixture fixture = fixture(settings, shape, STEPS)) {
      double evaluated = fixture.meanLoss(chunk, zeros(fixture));
      double loss = fixture.train(chunk, zeros(fixture));
      float[] gradient = fixture.training.gradients().vector().toArray();
      for (float weight : new float[] {1, 4}) {
        weigh(chunk, weight, weight, weight);
        assertThat(fixture.train(chunk, zeros(fixture))).isEqualTo(loss);
        assertThat(fixture.training.gradients().vector().toArray()).isEqualTo(gradient);
      }
      weigh(chunk, 1, 2, 3);
      assertThat(fixture.train(chunk, zeros(fixture))).isNotEqualTo(loss);
      assertThat(fixture.meanLoss(chunk, zeros(fixture))).isEqualTo(evaluated);
    }
  }

  /** Gives all targets of each lane a weight. */
  private static void weigh(Chunk chunk, float... weights) {
    for (int position = 0; position < chunk.steps() * BATCH; position++) {
      chunk.weights().set(position, weights[position % BATCH]);
    }
    chunk.filled(chunk.steps());
  }

  @ParameterizedTest
  @MethodSource("networks")
  void lanesAreIndependent(LayeredNetworkSettings settings, DataShape shape) {
    Chunk chunk = examples(settings, shape, STEPS);
    double nats = 0;
    for (int lane = 0; lane < BATCH; lane++) {
      Chunk alone = chunk.ofLanes(lane);
      Gemm gemm = GemmProvider.JAVA.open(Precision.F32);
      try (NetworkFixture fixture = new NetworkFixture(gemm, settings, shape, alone)) {
        nats += fixture.forward.loss(alone);
      }
    }
    try (NetworkFixture fixture = fixture(settings, shape, STEPS)) {
      assertThat(fixture.forward.loss(chunk)).isCloseTo(nats, Offset.offset(1e-5));
    }
  }

  @ParameterizedTest
  @MethodSource("networksOfSeparateTargets")
  void outputsAreThoseOfTheLoss(LayeredNetworkSettings settings, DataShape shape) {
    try (NetworkFixture fixture = fixture(settings, shape, STEPS)) {
      Chunk chunk = examples(settings, shape, STEPS);
      double expected = fixture.forward.loss(chunk);
      double[] sum = new double[1];
      fixture.forward.outputs(
          chunk, (position, output) -> sum[0] += loss(shape, chunk, position, output));
      assertThat(sum[0]).isCloseTo(expected, Offset.offset(1e-4));
    }
  }

  /** The tag of a step without a target is unknown: any tag may be there. */
  @ParameterizedTest
  @MethodSource("conditionalRandomFields")
  void unknownTagsAreSummedOver(LayeredNetworkSettings settings, DataShape shape) {
    Chunk chunk = examples(settings, shape, STEPS).ofLanes(0);
    try (NetworkFixture fixture = fixture(settings, shape, chunk)) {
      double sum = 0;
      for (int tag = 0; tag < shape.targets(); tag++) {
        chunk.targets()[2] = tag;
        sum += Math.exp(-fixture.forward.loss(chunk));
      }
      for (int unknown : new int[] {Chunk.NO_TARGET, Chunk.unseenTarget(0)}) {
        chunk.targets()[2] = unknown;
        chunk.filled(STEPS);
        assertThat(fixture.forward.loss(chunk)).isCloseTo(-Math.log(sum), Offset.offset(1e-5));
        CentralDifferences.assertGradients(fixture, chunk, zeros(fixture));
      }
    }
  }

  /** A sequence of which no tag is known has neither a loss nor gradients. */
  @ParameterizedTest
  @MethodSource("conditionalRandomFields")
  void aSequenceWithoutTargetsDoesNotCount(LayeredNetworkSettings settings, DataShape shape) {
    Chunk chunk = examples(settings, shape, STEPS);
    for (int t = 0; t < STEPS; t++) {
      chunk.targets()[t * BATCH + 2] = Chunk.NO_TARGET;
    }
    chunk.filled(STEPS);
    Chunk others = chunk.ofLanes(0, 1);
    double expected;
    float[] gradient;
    try (NetworkFixture fixture = fixture(settings, shape, others)) {
      expected = fixture.train(others, zeros(fixture));
      gradient = fixture.training.gradients().vector().toArray();
    }
    try (NetworkFixture fixture = fixture(settings, shape, chunk)) {
      assertThat(fixture.train(chunk, zeros(fixture))).isCloseTo(expected, Offset.offset(1e-6));
      assertThat(fixture.training.gradients().vector().toArray())
          .containsExactly(gradient, Offset.offset(1e-6f));
    }
  }

  /** Sub-sampling: the steps that no target needs are left out, and change nothing. */
  @Test
  void outputsAtSomeStepsAreThoseOfAllSteps() {
    LayeredNetworkSettings settings = windows(Kind.TAGGER, Pooling.LAST);
    Chunk all = examples(settings, FRAMES_TO_SETS, STEPS);
    Chunk some = examples(settings, FRAMES_TO_SETS, STEPS);
    for (int position = 0; position < STEPS * BATCH; position++) {
      if (position % 3 > 0) {
        some.targets()[position] = Chunk.NO_TARGET;
      }
    }
    some.filled(STEPS);
    try (NetworkFixture fixture = fixture(settings, FRAMES_TO_SETS, STEPS)) {
      Map<Integer, float[]> expected = outputs(fixture, all);
      Map<Integer, float[]> actual = outputs(fixture, some);
      assertThat(actual).hasSizeBetween(2, expected.size() / 2);
      actual.forEach(
          (position, output) ->
              assertThat(output).containsExactly(expected.get(position), Offset.offset(1e-6f)));
      CentralDifferences.assertGradients(fixture, some, zeros(fixture));
    }
  }

  private static Map<Integer, float[]> outputs(NetworkFixture fixture, Chunk chunk) {
    Map<Integer, float[]> outputs = new HashMap<>();
    fixture.forward.run(chunk);
    fixture.forward.outputs(chunk, (position, output) -> outputs.put(position, output.clone()));
    return outputs;
  }

  @ParameterizedTest
  @EnumSource(Pooling.class)
  void aLongExampleIsPooledOverItsChunks(Pooling pooling) {
    LayeredNetworkSettings settings =
        settings(Kind.SEQUENCE_TO_VECTOR, CellKind.GRU, false, pooling);
    try (NetworkFixture fixture = fixture(settings, WORDS_TO_CLASSES, STEPS)) {
      Chunk whole = examples(settings, WORDS_TO_CLASSES, STEPS);
      double expected = fixture.forward.loss(whole);
      double nats = 0;
      for (int t = 0; t < STEPS; t++) {
        nats += fixture.forward.loss(step(whole, t));
      }
      assertThat(nats).isCloseTo(expected, Offset.offset(1e-5));
    }
  }

  @Test
  void whatPredictsTheNextStepCannotReadFromTheEnd() {
    assertThatThrownBy(() -> settings(Kind.NEXT_FRAME, CellKind.RNN, true, Pooling.LAST))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("network.kind: expected tagger, sequence-to-vector, ");
  }

  private static double loss(DataShape shape, Chunk chunk, int position, float[] output) {
    double loss = 0;
    for (int j = 0; j < output.length; j++) {
      double y = output[j];
      switch (shape.target()) {
        case CLASSES -> loss += Math.exp(y);
        case SETS -> {
          double target = chunk.targetFrames()[position * output.length + j];
          loss -= target * y - Math.log1p(Math.exp(y));
        }
        case FRAMES -> loss += Math.pow(y - chunk.targetFrames()[position * output.length + j], 2);
      }
    }
    return shape.target() == DataShape.Target.CLASSES
        ? Math.log(loss) - output[chunk.targets()[position]]
        : loss;
  }

  private static LayeredNetworkSettings settings(
      Kind kind, CellKind cell, boolean bidirectional, Pooling pooling) {
    return settings(kind, RecurrentSettings.stack(cell, 2, 4, bidirectional), pooling, 1);
  }

  /** Returns a network of layers that see later steps, pooled over every second step. */
  private static LayeredNetworkSettings windows(Kind kind, Pooling pooling) {
    List<LayerSettings> layers =
        List.of(
            new TimeDelaySettings(4, List.of(-1, 0, 2), Activation.TANH, false),
            new DenseSettings(4, Activation.TANH, true),
            new TimeDelaySettings(3, List.of(-2, 1), Activation.SIGMOID, true));
    return settings(kind, layers, pooling, pooling == Pooling.LAST ? 1 : 2);
  }

  private static LayeredNetworkSettings settings(
      Kind kind, List<LayerSettings> layers, Pooling pooling, int stride) {
    CharEncoderSettings characters = new CharEncoderSettings(3, 2, MAX_LENGTH);
    return new LayeredNetworkSettings(
        kind,
        layers,
        3,
        0,
        new EncoderSettings(pooling, stride, characters),
        DecoderSettings.defaults(),
        OutputSettings.softmax());
  }

  private static LayeredNetworkSettings outputRecurrent(Kind kind) {
    return outputRecurrent(kind, new DenseSettings(4, Activation.TANH, false));
  }

  private static LayeredNetworkSettings outputRecurrent(Kind kind, LayerSettings layer) {
    return new LayeredNetworkSettings(
        kind,
        List.of(layer),
        3,
        0,
        new EncoderSettings(Pooling.LAST, 1, new CharEncoderSettings(3, 2, MAX_LENGTH)),
        DecoderSettings.defaults(),
        new OutputSettings(OutputSettings.Kind.SOFTMAX, List.of(), 1, false, true));
  }

  private static NetworkFixture fixture(
      LayeredNetworkSettings settings, DataShape shape, int steps) {
    return new NetworkFixture(GemmProvider.JAVA.open(Precision.F32), settings, shape, steps, BATCH);
  }

  private static NetworkFixture fixture(
      LayeredNetworkSettings settings, DataShape shape, Chunk largest) {
    return new NetworkFixture(GemmProvider.JAVA.open(Precision.F32), settings, shape, largest);
  }

  private static float[] zeros(NetworkFixture fixture) {
    return new float[fixture.forward.carry().toArray().length];
  }

  /** Returns examples of different lengths, followed by absent steps. */
  private static Chunk examples(LayeredNetworkSettings settings, DataShape shape, int steps) {
    Chunk chunk = new Chunk(steps, BATCH, shape, MAX_LENGTH);
    Arrays.fill(chunk.present(), false);
    Arrays.fill(chunk.targets(), Chunk.NO_TARGET);
    for (int lane = 0; lane < BATCH; lane++) {
      chunk.resets()[lane] = true;
      for (int t = 0; t < LENGTHS[lane]; t++) {
        boolean last = t == LENGTHS[lane] - 1;
        boolean target = settings.kind() != Kind.SEQUENCE_TO_VECTOR || last;
        fill(chunk, t * BATCH + lane, shape, target);
      }
    }
    chunk.characters().ifPresent(characters -> characters.filled(MAX_LENGTH));
    chunk.filled(steps);
    return chunk;
  }

  private static void fill(Chunk chunk, int position, DataShape shape, boolean target) {
    CounterRandom random = new CounterRandom(position);
    chunk.present()[position] = true;
    for (int i = 0; i < shape.tokenInputs(); i++) {
      chunk.inputs(i)[position] = (int) (random.uniform(1000L * i) * shape.inputs().get(i).size());
    }
    if (target) {
      chunk.targets()[position] = (int) (random.uniform(1) * shape.targets());
    }
    int width = chunk.frames().length / chunk.inputs().length;
    for (int j = 0; j < width; j++) {
      chunk.frames()[position * width + j] = (float) random.uniform(2 + j);
    }
    int targetWidth = chunk.targetFrames().length / chunk.inputs().length;
    for (int j = 0; j < targetWidth; j++) {
      chunk.targetFrames()[position * targetWidth + j] = Math.round(random.uniform(50 + j));
    }
    chunk
        .characters()
        .ifPresent(characters -> fillCharacters(characters, position, shape.alphabet()));
  }

  /** Fills in characters in such a way that some words are equal. */
  private static void fillCharacters(Chunk characters, int word, int alphabet) {
    CounterRandom random = new CounterRandom(word % DISTINCT_SPELLINGS);
    int length = 1 + word % DISTINCT_SPELLINGS % MAX_LENGTH;
    for (int c = 0; c < MAX_LENGTH; c++) {
      int position = c * characters.batch() + word;
      characters.present()[position] = c < length;
      characters.inputs()[position] = (int) (random.uniform(100 + c) * alphabet);
    }
  }

  private static Chunk step(Chunk whole, int t) {
    Chunk step = new Chunk(1, BATCH);
    System.arraycopy(whole.inputs(), t * BATCH, step.inputs(), 0, BATCH);
    System.arraycopy(whole.present(), t * BATCH, step.present(), 0, BATCH);
    System.arraycopy(whole.targets(), t * BATCH, step.targets(), 0, BATCH);
    System.arraycopy(whole.resets(), t * BATCH, step.resets(), 0, BATCH);
    step.filled(1);
    return step;
  }
}
