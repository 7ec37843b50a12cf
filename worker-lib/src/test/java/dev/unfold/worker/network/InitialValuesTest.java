package dev.unfold.worker.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.training.InitialValueSettings;
import dev.unfold.worker.settings.training.InitialValueSettings.Weights;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the distributions of initial values by their definitions. */
class InitialValuesTest {
  private static final int HIDDEN = 24;
  private static final int VOCABULARY = 400;
  private static final int WIDTH = 5;

  private static LayeredNetworkSettings network(CellKind cell, InitialValueSettings values) {
    return NetworkFixture.settings(RecurrentSettings.stack(cell, 1, HIDDEN, false), 0).with(values);
  }

  private static float[] values(LayeredNetworkSettings network, String name) {
    try (NetworkFixture fixture =
        new NetworkFixture(GemmProvider.JAVA.open(Precision.F32), network, VOCABULARY, 2, 1)) {
      ParameterTensor tensor =
          fixture.network.parameters().tensors().stream()
              .filter(one -> one.name().equals(name))
              .findFirst()
              .orElseThrow();
      return tensor.in(fixture.parameters).toArray();
    }
  }

  @ParameterizedTest
  @EnumSource(CellKind.class)
  void orthogonalGatesKeepTheLengthOfAState(CellKind cell) {
    InitialValueSettings values = new InitialValueSettings(1, Weights.ORTHOGONAL, Weights.UNIFORM);
    float[] weight = values(network(cell, values), "layers.0.recurrent_weight");
    int columns = weight.length / HIDDEN;
    for (int gate = 0; gate < columns / HIDDEN; gate++) {
      for (int i = 0; i < HIDDEN; i++) {
        for (int k = 0; k < HIDDEN; k++) {
          double product = 0;
          for (int j = gate * HIDDEN; j < (gate + 1) * HIDDEN; j++) {
            product += (double) weight[i * columns + j] * weight[k * columns + j];
          }
          assertThat(product).isCloseTo(i == k ? 1 : 0, Offset.offset(1e-6));
        }
      }
    }
  }

  @Test
  void glorotsBoundIsThatOfInputsAndOutputs() {
    InitialValueSettings values = new InitialValueSettings(1, Weights.GLOROT, Weights.GLOROT);
    LayeredNetworkSettings network = network(CellKind.LSTM, values);
    assertBound(values(network, "layers.0.recurrent_weight"), Math.sqrt(6.0 / (HIDDEN + HIDDEN)));
    assertBound(values(network, "head.weight"), Math.sqrt(6.0 / (HIDDEN + VOCABULARY)));
  }

  @Test
  void theDefaultsAreThoseOfPyTorch() {
    LayeredNetworkSettings network = network(CellKind.GRU, InitialValueSettings.defaults());
    assertBound(values(network, "layers.0.recurrent_weight"), 1 / Math.sqrt(HIDDEN));
    assertBound(values(network, "head.weight"), 1 / Math.sqrt(HIDDEN));
    assertThat(deviation(values(network, "embedding.weight"))).isBetween(0.95, 1.05);
  }

  /** The same numbers are drawn, so one embedding is a multiple of the other. */
  @Test
  void theEmbeddingHasTheGivenDeviation() {
    InitialValueSettings values = new InitialValueSettings(0.1, Weights.UNIFORM, Weights.UNIFORM);
    float[] small = values(network(CellKind.LSTM, values), "embedding.weight");
    float[] normal =
        values(network(CellKind.LSTM, InitialValueSettings.defaults()), "embedding.weight");
    assertThat(small).hasSize(VOCABULARY * WIDTH);
    for (int i = 0; i < small.length; i++) {
      assertThat(small[i]).isCloseTo(0.1f * normal[i], Offset.offset(1e-6f));
    }
  }

  /** Almost all of a bound is used, and nothing is outside of it. */
  private static void assertBound(float[] values, double bound) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat((double) largest).isBetween(0.98 * bound, bound);
  }

  private static double deviation(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += value * value;
    }
    return Math.sqrt(squares / values.length);
  }
}
