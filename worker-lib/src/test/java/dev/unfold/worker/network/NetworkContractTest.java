package dev.unfold.worker.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests the contract of every network: for each layer below and above another one, with layers that
 * look ahead, and with recurrence through the output.
 */
class NetworkContractTest {
  private static final Offset<Double> FIVE_DIGITS = Offset.offset(1e-5);

  static List<LayeredNetworkSettings> networks() {
    List<LayeredNetworkSettings> networks = new ArrayList<>();
    for (List<LayerSettings> layers : LayerExamples.stacks()) {
      networks.add(NetworkFixture.settings(layers, 0));
    }
    networks.addAll(networksThatLookAhead());
    networks.addAll(LayerExamples.outputRecurrent());
    return networks;
  }

  static List<LayeredNetworkSettings> networksThatLookAhead() {
    return LayerExamples.lookingAhead().stream().map(NetworkFixture::tagger).toList();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void gradientsAgreeWithCentralDifferences(LayeredNetworkSettings network) {
    assertGradients(network, NetworkFixture.chunk(5, 3, 4));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void gradientsAgreeWithMasksAndResetsInsideTheChunk(LayeredNetworkSettings network) {
    assertGradients(network, chunkWithMasksAndResets(11));
  }

  /** The masks of dropout are the same on each call. */
  @Test
  void gradientsAgreeWithDropout() {
    LayeredNetworkSettings network = LayerExamples.allInOneNetwork();
    try (NetworkFixture fixture =
        new NetworkFixture(
            GemmProvider.JAVA.open(Precision.F32), network, NetworkFixture.VOCABULARY, 5, 3)) {
      fixture.applyDropout(30);
      CentralDifferences.assertGradients(
          fixture, NetworkFixture.chunk(5, 3, 29), fixture.randomCarry(5));
    }
  }

  @ParameterizedTest
  @MethodSource("networksThatLookAhead")
  void gradientsAgreeWithStepsReadAhead(LayeredNetworkSettings network) {
    Chunk whole = NetworkFixture.chunk(9, 3, 28);
    assertGradients(network, part(whole, 0, 5, network.lookAhead()));
  }

  /** The products of tokens are looked up if there are few tokens for the size of the chunk. */
  private static void assertGradients(LayeredNetworkSettings network, Chunk chunk) {
    assertGradients(network, chunk, NetworkFixture.VOCABULARY);
    assertGradients(network, chunk, chunk.steps() * chunk.batch());
  }

  private static void assertGradients(LayeredNetworkSettings network, Chunk chunk, int vocabulary) {
    try (NetworkFixture fixture =
        new NetworkFixture(
            GemmProvider.JAVA.open(Precision.F32),
            network,
            vocabulary,
            chunk.steps(),
            chunk.batch())) {
      float[] carry = fixture.randomCarry(5);
      CentralDifferences.assertGradients(fixture, chunk, carry);
    }
  }

  /** The results are algebraically equal; only the order of summation differs. */
  @ParameterizedTest
  @MethodSource("networks")
  void lookedUpTokenProductsAreThoseOfEachPosition(LayeredNetworkSettings network) {
    Chunk chunk = NetworkFixture.chunk(4, 3, 24);
    try (NetworkFixture dense = new NetworkFixture(GemmProvider.ONEDNN, network, 4, 3);
        NetworkFixture lookedUp = new NetworkFixture(GemmProvider.ONEDNN, network, 40, 3)) {
      float[] carry = dense.randomCarry(25);
      double expected = dense.train(chunk, carry);
      assertThat(lookedUp.train(chunk, carry)).isCloseTo(expected, FIVE_DIGITS);
      assertClose(
          lookedUp.training.gradients().vector().toArray(),
          dense.training.gradients().vector().toArray());
    }
  }

  /** Operands have 8 bits, so the error of the complete gradient is a few parts per thousand. */
  @ParameterizedTest
  @MethodSource("networks")
  void bf16IsF32WithRoundedOperands(LayeredNetworkSettings network) {
    float[] expected = gradient(GemmProvider.JAVA.open(Precision.F32), network);
    float[] reference = gradient(GemmProvider.JAVA.open(Precision.BF16), network);
    assertThat(distance(reference, expected)).isBetween(1e-5, 2e-2);
    if (GemmProvider.ONEDNN.supports(Precision.BF16)) {
      float[] rounded = gradient(GemmProvider.ONEDNN.open(Precision.BF16), network);
      assertThat(distance(rounded, reference)).isLessThan(2e-3);
    }
  }

  private static float[] gradient(Gemm gemm, LayeredNetworkSettings network) {
    try (NetworkFixture fixture = new NetworkFixture(gemm, network, 20, 8, 4)) {
      fixture.train(NetworkFixture.chunk(8, 4, 26), fixture.randomCarry(27));
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
  void chunksWithCarryAreTheWholeSequence(LayeredNetworkSettings network) {
    int lookAhead = network.lookAhead();
    Chunk whole = NetworkFixture.chunk(12, 3, 6);
    try (NetworkFixture fixture = new NetworkFixture(GemmProvider.ONEDNN, network, 12, 3)) {
      float[] carry = fixture.randomCarry(7);
      double expected = fixture.meanLoss(whole, carry);
      fixture.meanLoss(part(whole, 0, 10, lookAhead), carry);
      float[] expectedCarry = fixture.forward.carry().toArray();

      fixture.forward.carry().set(carry);
      double nats = fixture.forward.loss(part(whole, 0, 5, lookAhead));
      nats += fixture.forward.loss(part(whole, 5, 5, lookAhead));
      assertClose(fixture.forward.carry().toArray(), expectedCarry);
      nats += fixture.forward.loss(part(whole, 10, 2, lookAhead));
      assertThat(nats / whole.targetCount()).isCloseTo(expected, FIVE_DIGITS);
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theGradientStopsAtTheChunkEdge(LayeredNetworkSettings network) {
    Chunk whole = NetworkFixture.chunk(8, 2, 8);
    try (NetworkFixture fixture = new NetworkFixture(GemmProvider.JAVA, network, 8, 2)) {
      Chunk first = part(whole, 0, 4, network.lookAhead());
      float[] start = fixture.randomCarry(9);
      fixture.train(first, start);
      float[] between = fixture.forward.carry().toArray();
      fixture.train(part(whole, 4, 4), between);
      float[] carried = fixture.training.gradients().vector().toArray();

      fixture.train(first, fixture.randomCarry(10));
      fixture.train(part(whole, 4, 4), between);
      assertThat(fixture.training.gradients().vector().toArray()).isEqualTo(carried);
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void lanesAreIndependent(LayeredNetworkSettings network) {
    Chunk chunk = NetworkFixture.chunk(6, 3, 12);
    try (NetworkFixture fixture = new NetworkFixture(GemmProvider.ONEDNN, network, 6, 3)) {
      float[] carry = fixture.randomCarry(13);
      fixture.meanLoss(chunk, carry);
      float[] before = fixture.forward.carry().toArray();
      for (int t = 0; t < 6; t++) {
        chunk.inputs()[t * 3 + 1] = (chunk.inputs()[t * 3 + 1] + 1) % NetworkFixture.VOCABULARY;
      }
      fixture.meanLoss(chunk, carry);
      float[] after = fixture.forward.carry().toArray();
      int state = 0;
      for (int width : fixture.network.carry().widths()) {
        for (int lane : new int[] {0, 2}) {
          int from = state + lane * width;
          assertThat(Arrays.copyOfRange(after, from, from + width))
              .isEqualTo(Arrays.copyOfRange(before, from, from + width));
        }
        state += 3 * width;
      }
      assertThat(after).isNotEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aMaskedTailHasNoEffect(LayeredNetworkSettings network) {
    Chunk shorter = NetworkFixture.chunk(4, 2, 14);
    Chunk padded = new Chunk(7, 2);
    Arrays.fill(padded.targets(), Chunk.NO_TARGET);
    Arrays.fill(padded.present(), false);
    Arrays.fill(padded.present(), 0, 8, true);
    System.arraycopy(shorter.inputs(), 0, padded.inputs(), 0, 8);
    System.arraycopy(shorter.targets(), 0, padded.targets(), 0, 8);
    padded.filled(7);
    try (NetworkFixture fixture = new NetworkFixture(GemmProvider.ONEDNN, network, 7, 2)) {
      float[] carry = fixture.randomCarry(15);
      double expected = fixture.train(shorter, carry);
      float[] expectedGradient = fixture.training.gradients().vector().toArray();
      float[] expectedCarry = fixture.forward.carry().toArray();
      assertThat(fixture.train(padded, carry)).isCloseTo(expected, FIVE_DIGITS);
      assertClose(fixture.training.gradients().vector().toArray(), expectedGradient);
      assertClose(fixture.forward.carry().toArray(), expectedCarry);
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aResetIsAStartFromZero(LayeredNetworkSettings network) {
    Chunk chunk = NetworkFixture.chunk(6, 2, 16);
    try (NetworkFixture fixture = new NetworkFixture(GemmProvider.ONEDNN, network, 6, 2)) {
      float[] carry = fixture.randomCarry(17);
      fixture.forward.carry().clear();
      double fromZero = fixture.forward.loss(part(chunk, 3, 3));
      double first = fixture.meanLoss(part(chunk, 0, 3), carry) * 6;

      chunk.resets()[6] = true;
      chunk.resets()[7] = true;
      double withResets = fixture.meanLoss(chunk, carry) * 12;
      assertThat(withResets).isCloseTo(first + fromZero, FIVE_DIGITS);
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void smallestSizesWork(LayeredNetworkSettings network) {
    try (NetworkFixture fixture = new NetworkFixture(GemmProvider.ONEDNN, network, 1, 1)) {
      Chunk chunk = NetworkFixture.chunk(1, 1, 18);
      assertThat(fixture.train(chunk, fixture.randomCarry(19))).isBetween(0.1, 10.0);
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theSameChunkGivesTheSameBits(LayeredNetworkSettings network) {
    for (GemmProvider provider : GemmProvider.values()) {
      float[][] runs = new float[2][];
      for (int run = 0; run < 2; run++) {
        try (NetworkFixture fixture = dropoutFixture(provider, network)) {
          ForwardMode mode = ForwardMode.training(new CounterRandom(20));
          fixture.training.lossAndGradients(NetworkFixture.chunk(6, 2, 21), mode);
          runs[run] = fixture.training.gradients().vector().toArray();
        }
      }
      assertThat(runs[1]).isEqualTo(runs[0]);
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void providersAgree(LayeredNetworkSettings network) {
    List<float[]> gradients = new ArrayList<>();
    for (GemmProvider provider : GemmProvider.values()) {
      try (NetworkFixture fixture = dropoutFixture(provider, network)) {
        ForwardMode mode = ForwardMode.training(new CounterRandom(22));
        fixture.training.lossAndGradients(NetworkFixture.chunk(6, 2, 23), mode);
        gradients.add(fixture.training.gradients().vector().toArray());
      }
    }
    assertClose(gradients.get(0), gradients.get(2));
    assertClose(gradients.get(1), gradients.get(2));
  }

  private static NetworkFixture dropoutFixture(
      GemmProvider provider, LayeredNetworkSettings network) {
    return new NetworkFixture(provider, network.withDropout(0.3), 6, 2);
  }

  private static Chunk chunkWithMasksAndResets(long seed) {
    Chunk chunk = NetworkFixture.chunk(5, 3, seed);
    Random random = new Random(seed);
    for (int i = 0; i < 15; i++) {
      chunk.resets()[i] = random.nextInt(4) == 0;
    }
    for (int masked : new int[] {11, 12, 14}) {
      chunk.targets()[masked] = Chunk.NO_TARGET;
      chunk.present()[masked] = false;
    }
    chunk.filled(5);
    return chunk;
  }

  private static Chunk part(Chunk whole, int from, int steps) {
    return part(whole, from, steps, 0);
  }

  /** Returns steps of a chunk, and after them the steps that are read ahead, without targets. */
  private static Chunk part(Chunk whole, int from, int steps, int lookAhead) {
    int withAhead = Math.min(steps + lookAhead, whole.steps() - from);
    Chunk part = new Chunk(withAhead, whole.batch());
    int start = from * whole.batch();
    int count = withAhead * whole.batch();
    System.arraycopy(whole.inputs(), start, part.inputs(), 0, count);
    System.arraycopy(whole.targets(), start, part.targets(), 0, count);
    System.arraycopy(whole.resets(), start, part.resets(), 0, count);
    System.arraycopy(whole.present(), start, part.present(), 0, count);
    Arrays.fill(part.targets(), steps * whole.batch(), count, Chunk.NO_TARGET);
    part.filled(withAhead, steps);
    return part;
  }

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).containsExactly(expected, Offset.offset(1e-5f));
  }
}
