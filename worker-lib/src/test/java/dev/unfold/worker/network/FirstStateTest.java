package dev.unfold.worker.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.InputShape;
import dev.unfold.worker.settings.corpus.InputSettings.Into;
import dev.unfold.worker.settings.network.Activation;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.DenseSettings;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests inputs that determine the initial states of the layers of a network. */
class FirstStateTest {
  private static final int STEPS = 6;
  private static final int BATCH = 3;
  private static final DataShape SHAPE =
      new DataShape(
          List.of(
              InputShape.ofTokens(9),
              new InputShape(InputShape.Kind.TOKENS, 4, 3, Into.FIRST_STATE),
              InputShape.ofFrames(2).with(Into.BOTH)),
          0,
          DataShape.Target.CLASSES,
          4);

  @ParameterizedTest
  @EnumSource(CellKind.class)
  void chunksWithCarryAreTheWholeSequence(CellKind cell) {
    Chunk whole = chunk(STEPS, 1, 0);
    try (NetworkFixture fixture = fixture(cell)) {
      double expected = fixture.forward.loss(whole);
      fixture.forward.carry().clear();
      double nats = 0;
      for (int from = 0; from < STEPS; from += 2) {
        nats += fixture.forward.loss(part(whole, from, 2));
      }
      assertThat(nats).isCloseTo(expected, Offset.offset(1e-5));
    }
  }

  /** Every lane begins at another step, after the end of the sequence before. */
  @ParameterizedTest
  @EnumSource(CellKind.class)
  void aSequenceMayBeginInsideALane(CellKind cell) {
    Chunk chunk = chunk(STEPS, 2, 0, 2, 4);
    try (NetworkFixture fixture = fixture(cell)) {
      float[] carry = fixture.randomCarry(4);
      CentralDifferences.assertGradients(fixture, chunk, carry);
      fixture.forward.carry().set(carry);
      double together = fixture.forward.loss(chunk);
      fixture.forward.carry().set(carry);
      double apart = fixture.forward.loss(part(chunk, 0, 2));
      apart += fixture.forward.loss(part(chunk, 2, 2));
      apart += fixture.forward.loss(part(chunk, 4, 2));
      assertThat(together).isCloseTo(apart, Offset.offset(1e-5));
    }
  }

  @Test
  void onlyTheFirstStepOfASequenceDetermines() {
    Chunk chunk = chunk(STEPS, 3, 0);
    try (NetworkFixture fixture = fixture(CellKind.GRU)) {
      double before = fixture.forward.loss(chunk);
      for (int position = BATCH; position < STEPS * BATCH; position++) {
        chunk.inputs(1)[position] = (chunk.inputs(1)[position] + 1) % 4;
      }
      assertThat(fixture.forward.loss(chunk)).isEqualTo(before);
      chunk.inputs(1)[1] = (chunk.inputs(1)[1] + 1) % 4;
      assertThat(fixture.forward.loss(chunk)).isNotEqualTo(before);
    }
  }

  /** By hand: with weights of zero, h(0) = tanh(b) is halved at each step of a GRU with z = 1/2. */
  @Test
  void theInitialStateIsTheHyperbolicTangentOfTheMap() {
    try (NetworkFixture fixture = fixture(CellKind.GRU)) {
      fixture.parameters.clear();
      ParameterTensor bias = tensor(fixture, "first_state.bias");
      float[] b = new float[bias.in(fixture.parameters).size()];
      float[] expected = new float[b.length];
      for (int i = 0; i < b.length; i++) {
        b[i] = 0.1f * i - 0.3f;
        expected[i] = (float) Math.tanh(b[i]) / 4;
      }
      bias.in(fixture.parameters).set(b);
      fixture.forward.parametersChanged();
      fixture.forward.run(chunk(2, 5, 0));
      assertThat(fixture.forward.carry().lane(1)).containsExactly(expected, Offset.offset(1e-6f));
    }
  }

  private static ParameterTensor tensor(NetworkFixture fixture, String name) {
    return fixture.network.parameters().tensors().stream()
        .filter(tensor -> tensor.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aLaneBeginsOneSequenceInAChunk() {
    Chunk chunk = chunk(STEPS, 6, 0);
    chunk.resets()[2 * BATCH + 1] = true;
    try (NetworkFixture fixture = fixture(CellKind.RNN)) {
      assertThatThrownBy(() -> fixture.forward.loss(chunk))
          .hasMessage("lane 1 begins several sequences in a chunk");
    }
  }

  @Test
  void aNetworkWithoutRecurrentLayersHasNoInitialStates() {
    List<LayerSettings> dense = List.of(new DenseSettings(4, Activation.TANH, false));
    assertThatThrownBy(() -> Networks.of(NetworkFixture.tagger(dense), SHAPE))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "network.layers: expected recurrent layers that read a sequence, for inputs that"
                + " determine their initial states, found [dense]");
  }

  private static NetworkFixture fixture(CellKind cell) {
    return new NetworkFixture(
        GemmProvider.JAVA.open(Precision.F32),
        NetworkFixture.tagger(RecurrentSettings.stack(cell, 2, 4, false)),
        SHAPE,
        STEPS,
        BATCH);
  }

  /**
   * Returns a chunk of random inputs and targets.
   *
   * @param starts the first step of the sequence that begins in each lane; one for all lanes, or
   *     one for each
   */
  private static Chunk chunk(int steps, long seed, int... starts) {
    Chunk chunk = new Chunk(steps, BATCH, SHAPE, 0);
    CounterRandom random = new CounterRandom(seed);
    for (int i = 0; i < steps * BATCH; i++) {
      CounterRandom of = random.derive(i);
      chunk.inputs(0)[i] = (int) (9 * of.uniform(0));
      chunk.inputs(1)[i] = (int) (4 * of.uniform(1));
      chunk.frames()[2 * i] = (float) of.gaussian(2);
      chunk.frames()[2 * i + 1] = (float) of.gaussian(3);
      chunk.targets()[i] = (int) (4 * of.uniform(4));
      chunk.resets()[i] = i / BATCH == starts[i % BATCH % starts.length];
    }
    chunk.filled(steps);
    return chunk;
  }

  private static Chunk part(Chunk whole, int from, int steps) {
    Chunk part = new Chunk(steps, BATCH, SHAPE, 0);
    int start = from * BATCH;
    int count = steps * BATCH;
    for (int input = 0; input < 2; input++) {
      System.arraycopy(whole.inputs(input), start, part.inputs(input), 0, count);
    }
    System.arraycopy(whole.frames(), 2 * start, part.frames(), 0, 2 * count);
    System.arraycopy(whole.targets(), start, part.targets(), 0, count);
    System.arraycopy(whole.resets(), start, part.resets(), 0, count);
    part.filled(steps);
    return part;
  }
}
