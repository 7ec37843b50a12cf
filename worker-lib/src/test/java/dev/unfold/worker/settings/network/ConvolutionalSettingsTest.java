package dev.unfold.worker.settings.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConvolutionalSettingsTest {
  static List<List<Integer>> invalidOffsets() {
    return List.of(
        List.of(),
        List.of(0, -1),
        List.of(1, 1),
        List.of(-16_385),
        List.of(Integer.MIN_VALUE),
        IntStream.rangeClosed(0, 256).boxed().toList());
  }

  @ParameterizedTest
  @MethodSource("invalidOffsets")
  void offsetsAscendWithinReach(List<Integer> offsets) {
    assertThatThrownBy(() -> new TimeDelaySettings(8, offsets, Activation.TANH, false))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("offsets: expected ");
  }

  @Test
  void theCausalVariantHasTheSameOffsetsMovedBack() {
    TimeDelaySettings layer =
        new TimeDelaySettings(8, List.of(-2, 0, 3), Activation.TANH, true).causal();

    assertThat(layer.offsets()).containsExactly(-5, -3, 0);
    assertThat(layer.width(10)).isEqualTo(8 + 3 * 10);
  }

  static List<List<Integer>> invalidDilations() {
    return List.of(
        List.of(),
        List.of(0),
        List.of(-1, 2),
        List.of(8193),
        List.of(Integer.MAX_VALUE),
        Collections.nCopies(257, 1));
  }

  @ParameterizedTest
  @MethodSource("invalidDilations")
  void dilationsArePositiveWithinReach(List<Integer> dilations) {
    assertThatThrownBy(() -> convolutions(3, dilations, 1, 0))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(": expected ");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 257, Integer.MAX_VALUE})
  void theNumberOfConvolutionsIsLimited(int blocks) {
    assertThatThrownBy(() -> convolutions(2, List.of(1), blocks, 0))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("blocks: expected at least 1");
  }

  @Test
  void theOutputIsAsWideAsTheSkipConnectionsOrTheInput() {
    assertThat(convolutions(2, List.of(1), 1, 5).width(7)).isEqualTo(5);
    assertThat(convolutions(2, List.of(1), 1, 0).width(7)).isEqualTo(7);
  }

  private static DilatedConvolutionSettings convolutions(
      int filter, List<Integer> dilations, int blocks, int skip) {
    return new DilatedConvolutionSettings(8, filter, dilations, blocks, skip, Activation.LINEAR, 0);
  }

  @Test
  void aDecoderWithoutStateSeesItsSourceByAttentionOnly() {
    assertThatThrownBy(() -> decoder(DecoderSettings.Attention.NONE))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("network.layers: expected a recurrent layer, or a decoder that")
        .hasMessageContaining("found [time-delay]");
    assertThat(decoder(DecoderSettings.Attention.DOT).decodes()).isTrue();
  }

  private static LayeredNetworkSettings decoder(DecoderSettings.Attention attention) {
    return new LayeredNetworkSettings(
        LayeredNetworkSettings.Kind.SEQUENCE_TO_SEQUENCE,
        List.of(new TimeDelaySettings(8, List.of(-1, 0), Activation.TANH, false)),
        8,
        0,
        EncoderSettings.defaults(),
        new DecoderSettings(attention, DecoderSettings.Start.STATE),
        OutputSettings.softmax());
  }
}
