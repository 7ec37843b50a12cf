package dev.unfold.worker.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unfold.worker.network.layer.Embedding;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.recurrent.RecurrentLayer;
import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.settings.network.Activation;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.DenseSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.util.List;
import org.junit.jupiter.api.Test;
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
    StepShape shape = uniform(cell, v, h, l, b, t);

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
    StepShape shape = uniform(cell, v, h, l, b, t);

    assertThat(shape.multipliesVocabulary()).isTrue();
    assertThat(shape.flopsPerToken()).isCloseTo(expected, within(1e-6));
  }

  /** 6 (E H + H V), by hand: the row of the token of the step before is not multiplied. */
  @Test
  void theTokenOfTheStepBeforeCountsAsNone() {
    LayeredNetworkSettings network =
        new LayeredNetworkSettings(
            LayeredNetworkSettings.Kind.LANGUAGE_MODEL,
            List.of(new DenseSettings(3, Activation.TANH, false)),
            4,
            0,
            EncoderSettings.defaults(),
            DecoderSettings.defaults(),
            new OutputSettings(OutputSettings.Kind.SOFTMAX, List.of(), 1, false, true));
    StepShape shape = new StepShape(network, 7, 2, 5, TokenFrequency.UNIFORM);

    assertThat(shape.flopsPerToken()).isCloseTo(6 * (4 * 3 + 3 * 7), within(1e-9));
  }

  /** The count agrees with the operations of the network. */
  @ParameterizedTest
  @CsvSource({"4, 9", "5, 9", "5, 10", "6, 10", "6, 11"})
  void agreesWithTheLayerOnWhichVocabulariesAreSmall(int vocabulary, int steps) {
    StepShape shape = uniform(CellKind.LSTM, vocabulary, 3, 1, 1, steps);
    ParameterLayout.Builder layout = new ParameterLayout.Builder();
    Embedding embedding =
        new Embedding(layout, "embedding", vocabulary, 3, false, new Initializer.Normal(1));
    PassMemory memory = new PassMemory(null, null, null, steps, 1);

    assertThat(shape.multipliesVocabulary())
        .isEqualTo(RecurrentLayer.isCheaperFused(embedding.table().orElseThrow(), memory));
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
    assertThatThrownBy(() -> uniform(CellKind.LSTM, v, h, l, b, t))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(name + ": expected ");
  }

  /** Of 12 tokens: 6 (4 * 5 * 10 + 5 * (4 + 2) + shares of 2 * (5 + 4) and 1 * (5 + 4)). */
  @Test
  void aClusterCountsByTheFractionOfItsTargets() {
    OutputSettings output =
        new OutputSettings(OutputSettings.Kind.ADAPTIVE, List.of(4, 8), 2, false, false);
    StepShape uniform = StepShape.recurrent(CellKind.LSTM, 12, 5, 1, 2, 5).with(output);
    StepShape zipf = uniform.with(TokenFrequency.ZIPF);
    double all = 0;
    double first = 0;
    double second = 0;
    for (int rank = 1; rank <= 12; rank++) {
      all += 1.0 / rank;
      first += rank > 4 && rank <= 8 ? 1.0 / rank : 0;
      second += rank > 8 ? 1.0 / rank : 0;
    }

    assertThat(uniform.flopsPerToken()).isCloseTo(6 * (230 + 18 / 3.0 + 9 / 3.0), within(1e-9));
    assertThat(zipf.flopsPerToken())
        .isCloseTo(6 * (230 + 18 * first / all + 9 * second / all), within(1e-9));
  }

  @Test
  void tokensAreSampledByTheirFrequency() {
    TokenDistribution zipf = TokenFrequency.ZIPF.over(3);

    assertThat(zipf.share(0, 1)).isCloseTo(6 / 11.0, within(1e-12));
    assertThat(zipf.share(1, 3)).isCloseTo(5 / 11.0, within(1e-12));
    assertThat(List.of(zipf.token(0), zipf.token(0.54), zipf.token(0.55), zipf.token(0.999)))
        .containsExactly(0, 0, 1, 2);
  }

  private static StepShape uniform(CellKind cell, int v, int h, int l, int b, int t) {
    return StepShape.recurrent(cell, v, h, l, b, t);
  }
}
