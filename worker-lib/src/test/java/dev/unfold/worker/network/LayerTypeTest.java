package dev.unfold.worker.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.network.layer.Layer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.settings.network.Activation;
import dev.unfold.worker.settings.network.DenseSettings;
import dev.unfold.worker.settings.network.GruSettings;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.LstmSettings;
import dev.unfold.worker.settings.network.RnnSettings;
import dev.unfold.worker.settings.training.RecurrentWeightSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type of layer can be created and is covered by the tests of all layers. */
class LayerTypeTest {
  private static final int INPUTS = 6;

  static Iterable<LayerSettings> layers() {
    return LayerExamples.all();
  }

  @Test
  void everyTypeHasAnExample() {
    assertThat(LayerExamples.all()).extracting(Object::getClass).containsAll(LayerSettings.types());
  }

  @ParameterizedTest
  @MethodSource("layers")
  void settingsAndLayerAgreeOnTheWidth(LayerSettings settings) {
    RecurrentWeightSettings weights = RecurrentWeightSettings.defaults();
    Layer layer =
        LayerType.create(settings, new ParameterLayout.Builder(), "layer", INPUTS, weights);

    assertThat(layer.width()).isEqualTo(settings.width(INPUTS));
  }

  @Test
  void aResidualLayerIsAsWideAsItsInput() {
    List<LayerSettings> residual =
        List.of(
            new RnnSettings(INPUTS + 1, false, true, false),
            new LstmSettings(INPUTS + 1, false, 0, true, false),
            new GruSettings(INPUTS, true, true, false),
            new DenseSettings(INPUTS + 1, Activation.TANH, true));
    for (LayerSettings settings : residual) {
      assertThatThrownBy(
              () ->
                  LayerType.create(
                      settings,
                      new ParameterLayout.Builder(),
                      "layer",
                      INPUTS,
                      RecurrentWeightSettings.defaults()))
          .isInstanceOf(InvalidSettingException.class)
          .hasMessageContaining("as wide as its input, which is " + INPUTS);
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void theCausalVariantIsCausalAndOfTheSameType(LayerSettings settings) {
    assertThat(settings.causal().context().isCausal()).isTrue();
    assertThat(settings.causal()).hasSameClassAs(settings);
  }
}
