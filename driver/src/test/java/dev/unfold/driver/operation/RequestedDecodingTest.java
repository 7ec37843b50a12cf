package dev.unfold.driver.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.generation.DecodingStrategy;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.HmmSettings;
import dev.unfold.worker.settings.network.HybridSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RequestedDecodingTest {
  private static final HybridSettings HYBRID =
      new HybridSettings(
          HybridSettings.Kind.HYBRID,
          RecurrentSettings.stack(CellKind.RNN, 1, 4, false),
          2,
          0,
          EncoderSettings.defaults(),
          DecoderSettings.defaults(),
          OutputSettings.softmax(),
          new HmmSettings(2, 1, 1, 0, List.of(".*")));

  @Test
  void theBestPathOfAHybridHasNoOptions() {
    RequestedDecoding none = new RequestedDecoding(null, null, null, null, null, null);
    assertThat(none.decoding(true, HYBRID, OptionalInt.of(3)))
        .isInstanceOf(DecodingStrategy.SamplingDecoding.class);
    for (RequestedDecoding one :
        List.of(
            new RequestedDecoding(9, null, null, null, null, null),
            new RequestedDecoding(null, 3, null, null, null, null),
            new RequestedDecoding(null, null, null, null, 2, null))) {
      assertThatThrownBy(() -> one.decoding(true, HYBRID, OptionalInt.of(3)))
          .isInstanceOf(InvalidSettingException.class)
          .hasMessageContaining(
              "none for network.kind = hybrid, whose words are those of the best");
    }
  }
}
