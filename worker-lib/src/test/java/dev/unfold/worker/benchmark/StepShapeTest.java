package dev.unfold.worker.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unfold.worker.network.layer.Embedding;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.recurrent.Cell;
import dev.unfold.worker.network.recurrent.RecurrentLayer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.settings.InvalidSettingException;
import dev.unfold.worker.settings.NetworkSettings.CellKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepShapeTest {
  /** 6 (G H (E + H) a layer + H V), by hand. */
  @ParameterizedTest
  @CsvSource({
    "LSTM, 10000, 200, 2, 20, 20, 15_840_000", // 6 (2 * 4 * 200 * 400 + 200 * 10 000)
    "LSTM, 10000, 650, 2, 20, 35, 79_560_000", // 6 (2 * 4 * 650 * 1300 + 650 * 10 000)
    "RNN, 10000, 200, 1, 20, 20, 12_480_000", // 6 (200 * 400 + 200 * 10 000)
    "GRU, 10000, 200, 2, 20, 20, 14_880_000", // 6 (2 * 3 * 200 * 400 + 200 * 10 000)
    "RNN, 6, 3, 1, 2, 5, 216", // 6 (3 * 6 + 3 * 6); 6 of 10 is more than half
  })
  void countsEveryWeightSixTimes(
      CellKind cell, int v, int h, int l, int b, int t, String expected) {
    StepShape shape = new StepShape(cell, v, h, l, b, t);

    assertThat(shape.multipliesVocabulary()).isFalse();
    assertThat(shape.flopsPerToken()).isEqualTo(Double.parseDouble(expected.replace("_", "")));
  }

  /** 6 (G H E V / (B T) + G H H, the other layers, H V), by hand. */
  @ParameterizedTest
  @CsvSource({
    "LSTM, 96, 512, 1, 32, 50, 6963855.36", // 6 (1 048 576 * 96 / 1600 + 1 048 576 + 512 * 96)
    "GRU, 4, 2, 2, 4, 5, 278.4", // 6 (12 * 4 / 20 + 12 + 24 + 8)
    "RNN, 5, 3, 1, 2, 5, 171", // 6 (9 * 5 / 10 + 9 + 15); 5 of 10 is half
  })
  void aSmallVocabularyIsMultipliedOnceInTheFirstLayer(
      CellKind cell, int v, int h, int l, int b, int t, double expected) {
    StepShape shape = new StepShape(cell, v, h, l, b, t);

    assertThat(shape.multipliesVocabulary()).isTrue();
    assertThat(shape.flopsPerToken()).isCloseTo(expected, within(1e-6));
  }

  /** What is counted is what the network does. */
  @ParameterizedTest
  @CsvSource({"4, 9", "5, 9", "5, 10", "6, 10", "6, 11"})
  void agreesWithTheLayerOnWhichVocabulariesAreSmall(int vocabulary, int steps) {
    StepShape shape = new StepShape(CellKind.LSTM, vocabulary, 3, 1, 1, steps);
    ParameterLayout.Builder layout = new ParameterLayout.Builder();
    Embedding embedding = new Embedding(layout, vocabulary, 3);
    RecurrentLayer layer = new RecurrentLayer(layout, "layer", Cell.of(CellKind.LSTM), 3, 3);
    PassMemory memory = new PassMemory(null, null, null, steps, 1);

    assertThat(shape.multipliesVocabulary()).isEqualTo(layer.paysOverTokens(embedding, memory));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2, 2, 2, 2, vocabulary",
    "2, 0, 2, 2, 2, hidden",
    "2, 2, 65, 2, 2, layers",
    "2, 2, 2, -1, 2, batch",
    "2, 2, 2, 2, 0, steps",
    "2, 2, 2, 60000, 60000, batch x steps",
  })
  void refusesSizesThatNoNetworkHas(int v, int h, int l, int b, int t, String name) {
    assertThatThrownBy(() -> new StepShape(CellKind.LSTM, v, h, l, b, t))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith(name + ": expected ");
  }
}
