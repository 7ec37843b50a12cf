package dev.unfold.worker.network;

import dev.unfold.worker.network.convolution.DilatedConvolutionLayer;
import dev.unfold.worker.network.convolution.TimeDelayLayer;
import dev.unfold.worker.network.feedforward.DenseLayer;
import dev.unfold.worker.network.feedforward.LayerNormalization;
import dev.unfold.worker.network.layer.Layer;
import dev.unfold.worker.network.recurrent.RecurrentLayers;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.settings.network.DenseSettings;
import dev.unfold.worker.settings.network.DilatedConvolutionSettings;
import dev.unfold.worker.settings.network.GruSettings;
import dev.unfold.worker.settings.network.LayerNormalizationSettings;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.LstmSettings;
import dev.unfold.worker.settings.network.RnnSettings;
import dev.unfold.worker.settings.network.TimeDelaySettings;
import java.util.List;

/**
 * A type of layer in {@code network.layers}.
 *
 * @param settings the record of its settings, which also names it
 * @param factory creates the layer
 */
record LayerType<S extends LayerSettings>(Class<S> settings, Factory<S> factory) {
  private static final List<LayerType<?>> ALL =
      List.of(
          new LayerType<>(RnnSettings.class, RecurrentLayers::create),
          new LayerType<>(LstmSettings.class, RecurrentLayers::create),
          new LayerType<>(GruSettings.class, RecurrentLayers::create),
          new LayerType<>(DenseSettings.class, DenseLayer::of),
          new LayerType<>(TimeDelaySettings.class, TimeDelayLayer::of),
          new LayerType<>(DilatedConvolutionSettings.class, DilatedConvolutionLayer::of),
          new LayerType<>(
              LayerNormalizationSettings.class,
              (settings, layout, prefix, inputs) -> LayerNormalization.of(layout, prefix, inputs)));

  /** Creates a layer from its settings. */
  interface Factory<S extends LayerSettings> {
    /**
     * Creates the layer and adds its tensors to the layout.
     *
     * @param prefix the prefix of the names of its tensors
     * @param inputs the width of its input
     */
    Layer create(S settings, ParameterLayout.Builder layout, String prefix, int inputs);
  }

  /** Creates a layer of the type that its settings belong to; see {@link Factory#create}. */
  static Layer create(
      LayerSettings settings, ParameterLayout.Builder layout, String prefix, int inputs) {
    return ALL.stream()
        .filter(type -> type.settings.isInstance(settings))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no layer is registered for " + settings))
        .createFrom(settings, layout, prefix, inputs);
  }

  private Layer createFrom(
      LayerSettings values, ParameterLayout.Builder layout, String prefix, int inputs) {
    return factory.create(settings.cast(values), layout, prefix, inputs);
  }
}
