package dev.unfold.worker.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.network.layer.Layer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.training.RecurrentWeightSettings;
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

  @ParameterizedTest
  @MethodSource("layers")
  void theCausalVariantIsCausalAndOfTheSameType(LayerSettings settings) {
    assertThat(settings.causal().context().isCausal()).isTrue();
    assertThat(settings.causal()).hasSameClassAs(settings);
  }
}
