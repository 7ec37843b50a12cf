package dev.unfold.worker.network;

import static dev.unfold.worker.settings.training.RegularizationSettings.AS_NETWORK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.settings.training.RegularizationSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests what training drops, penalizes and smooths, and that evaluation does not. */
class RegularizationTest {
  private static final int STEPS = 5;
  private static final int BATCH = 3;

  /** All of it, without penalties, which are no part of the loss that is reported. */
  private static final RegularizationSettings ALL =
      new RegularizationSettings(true, 0.1, 0.2, 0.3, 0.4, 0, 0, 0.1);

  static List<LayeredNetworkSettings> networks() {
    List<LayeredNetworkSettings> networks = new ArrayList<>();
    for (CellKind cell : CellKind.values()) {
      networks.add(NetworkFixture.settings(cell, 2, 0.3).with(ALL));
      networks.add(
          NetworkFixture.tagger(RecurrentSettings.stack(cell, 1, 6, true))
              .withDropout(0.3)
              .with(ALL));
    }
    networks.add(tied().with(ALL));
    networks.add(LayerExamples.allInOneNetwork().with(ALL));
    return networks;
  }

  private static LayeredNetworkSettings tied() {
    List<LayerSettings> layers = RecurrentSettings.stack(CellKind.LSTM, 2, 5, false);
    OutputSettings output =
        new OutputSettings(OutputSettings.Kind.SOFTMAX, List.of(), 4, true, false);
    return NetworkFixture.settings(layers, 0.3, output);
  }

  private static NetworkFixture open(LayeredNetworkSettings network) {
    return new NetworkFixture(
        GemmProvider.JAVA.open(Precision.F32), network, NetworkFixture.VOCABULARY, STEPS, BATCH);
  }

  /** The masks are the same on each call. */
  @ParameterizedTest
  @MethodSource("networks")
  void gradientsAgreeWithCentralDifferences(LayeredNetworkSettings network) {
    try (NetworkFixture fixture = open(network)) {
      fixture.applyDropout(31);
      CentralDifferences.assertGradients(
          fixture, NetworkFixture.chunk(STEPS, BATCH, 29), fixture.randomCarry(5));
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void evaluationIsThatOfTheNetworkWithoutRegularization(LayeredNetworkSettings network) {
    Chunk chunk = NetworkFixture.chunk(STEPS, BATCH, 29);
    LayeredNetworkSettings plain = network.withDropout(0).with(RegularizationSettings.none());
    try (NetworkFixture fixture = open(network);
        NetworkFixture other = open(plain)) {
      float[] carry = other.randomCarry(5);
      double expected = other.meanLoss(chunk, carry);
      assertThat(fixture.meanLoss(chunk, carry)).isCloseTo(expected, Offset.offset(1e-6));
      fixture.applyDropout(3);
      assertThat(fixture.train(chunk, carry)).isNotCloseTo(expected, Offset.offset(1e-3));
      assertThat(fixture.meanLoss(chunk, carry)).isCloseTo(expected, Offset.offset(1e-6));
    }
  }

  @ParameterizedTest
  @EnumSource(GemmProvider.class)
  void theSameChunkGivesTheSameBits(GemmProvider provider) {
    LayeredNetworkSettings network = tied().with(withPenalties());
    float[][] runs = new float[2][];
    for (int run = 0; run < 2; run++) {
      try (NetworkFixture fixture = new NetworkFixture(provider, network, STEPS, BATCH)) {
        for (int other = 0; other < 2 * run; other++) {
          train(fixture, other);
        }
        train(fixture, 20);
        runs[run] = fixture.training.gradients().vector().toArray();
      }
    }
    assertThat(runs[1]).isEqualTo(runs[0]);
  }

  private static RegularizationSettings withPenalties() {
    return new RegularizationSettings(true, AS_NETWORK, AS_NETWORK, 0.3, 0.4, 2, 1, 0.1);
  }

  private static void train(NetworkFixture fixture, long seed) {
    fixture.forward.carry().clear();
    fixture.training.lossAndGradients(
        NetworkFixture.chunk(STEPS, BATCH, 21), ForwardMode.training(new CounterRandom(seed)));
  }

  @Test
  void anEntryOfTheVocabularyIsDroppedAsAWhole() {
    RegularizationSettings words = new RegularizationSettings(false, -1, -1, 0.5, 0, 0, 0, 0);
    LayeredNetworkSettings network = NetworkFixture.settings(CellKind.LSTM, 1, 0).with(words);
    int dropped = 0;
    try (NetworkFixture fixture = open(network)) {
      ParameterTensor table = fixture.network.parameters().tensors().get(0);
      assertThat(table.name()).isEqualTo("embedding.weight");
      for (int seed = 0; seed < 200; seed++) {
        train(fixture, seed);
        float[] gradient = fixture.gradient(table);
        CounterRandom random = new CounterRandom(seed).derive(ForwardMode.streamOf(table));
        for (int word = 0; word < NetworkFixture.VOCABULARY; word++) {
          boolean expected = random.uniform(word) >= 0.5;
          boolean learns = false;
          for (int i = 0; i < table.columns(); i++) {
            learns |= gradient[word * table.columns() + i] != 0;
          }
          assertThat(learns).isEqualTo(expected && occurs(word));
          dropped += expected ? 0 : 1;
        }
      }
    }
    assertThat(dropped).isBetween(600, 800);
  }

  private static boolean occurs(int word) {
    for (int input : NetworkFixture.chunk(STEPS, BATCH, 21).inputs()) {
      if (input == word) {
        return true;
      }
    }
    return false;
  }

  @Test
  void aRecurrentWeightIsDroppedForTheWholeChunk() {
    RegularizationSettings weights = new RegularizationSettings(false, -1, -1, 0, 0.5, 0, 0, 0);
    LayeredNetworkSettings network = NetworkFixture.settings(CellKind.GRU, 1, 0).with(weights);
    try (NetworkFixture fixture = open(network)) {
      ParameterTensor weight =
          fixture.network.parameters().tensors().stream()
              .filter(tensor -> tensor.name().equals("layers.0.recurrent_weight"))
              .findFirst()
              .orElseThrow();
      train(fixture, 7);
      float[] gradient = fixture.gradient(weight);
      CounterRandom random = new CounterRandom(7).derive(ForwardMode.streamOf(weight));
      for (int i = 0; i < gradient.length; i++) {
        assertThat(gradient[i] == 0).isEqualTo(random.uniform(i) < 0.5);
      }
    }
  }

  @Test
  void smoothedTargetsAreOfASoftmaxOnly() {
    OutputSettings adaptive =
        new OutputSettings(OutputSettings.Kind.ADAPTIVE, List.of(3), 2, false, false);
    LayeredNetworkSettings network = NetworkFixture.settings(CellKind.LSTM, 1, 0).with(adaptive);

    assertThatThrownBy(() -> network.with(ALL))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("network.regularization.label-smoothing")
        .hasMessageContaining("found 0.1");
  }
}
