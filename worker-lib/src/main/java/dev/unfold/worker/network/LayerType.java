package dev.unfold.worker.network;

import dev.unfold.worker.network.convolution.DilatedConvolutionLayer;
import dev.unfold.worker.network.convolution.TimeDelayLayer;
import dev.unfold.worker.network.feedforward.DenseLayer;
import dev.unfold.worker.network.feedforward.LayerNormalization;
import dev.unfold.worker.network.layer.Layer;
import dev.unfold.worker.network.recurrent.RecurrentLayers;
import dev.unfold.worker.network.stack.ResidualLayer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.settings.network.DenseSettings;
import dev.unfold.worker.settings.network.DilatedConvolutionSettings;
import dev.unfold.worker.settings.network.GruSettings;
import dev.unfold.worker.settings.network.LayerNormalizationSettings;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.LstmSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.network.RnnSettings;
import dev.unfold.worker.settings.network.TimeDelaySettings;
import dev.unfold.worker.settings.training.RecurrentWeightSettings;
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
          new LayerType<>(RnnSettings.class, LayerType::recurrent),
          new LayerType<>(LstmSettings.class, LayerType::recurrent),
          new LayerType<>(GruSettings.class, LayerType::recurrent),
          new LayerType<>(DenseSettings.class, plain(LayerType::dense)),
          new LayerType<>(TimeDelaySettings.class, plain(TimeDelayLayer::of)),
          new LayerType<>(DilatedConvolutionSettings.class, plain(DilatedConvolutionLayer::of)),
          new LayerType<>(
              LayerNormalizationSettings.class,
              plain(
                  (settings, layout, prefix, inputs) ->
                      LayerNormalization.of(layout, prefix, inputs))));

  /** Creates a layer from its settings. */
  interface Factory<S extends LayerSettings> {
    /**
     * Creates the layer and adds its tensors to the layout.
     *
     * @param prefix the prefix of the names of its tensors
     * @param inputs the width of its input
     * @param weights how recurrent weights are trained
     */
    Layer create(
        S settings,
        ParameterLayout.Builder layout,
        String prefix,
        int inputs,
        RecurrentWeightSettings weights);
  }

  /** Creates a layer without recurrent weights from its settings. */
  private interface PlainFactory<S extends LayerSettings> {
    /** Creates the layer; see {@link Factory#create}. */
    Layer create(S settings, ParameterLayout.Builder layout, String prefix, int inputs);
  }

  private static Layer recurrent(
      RecurrentSettings settings,
      ParameterLayout.Builder layout,
      String prefix,
      int inputs,
      RecurrentWeightSettings weights) {
    Layer layer = RecurrentLayers.create(settings, layout, prefix, inputs, weights);
    return withResidual(settings.residual(), layer, inputs);
  }

  private static Layer dense(
      DenseSettings settings, ParameterLayout.Builder layout, String prefix, int inputs) {
    Layer layer = DenseLayer.of(settings, layout, prefix, inputs);
    return withResidual(settings.residual(), layer, inputs);
  }

  private static Layer withResidual(boolean residual, Layer layer, int inputs) {
    return residual ? ResidualLayer.over(layer, inputs) : layer;
  }

  private static <S extends LayerSettings> Factory<S> plain(PlainFactory<S> factory) {
    return (settings, layout, prefix, inputs, weights) ->
        factory.create(settings, layout, prefix, inputs);
  }

  /** Creates a layer of the type that its settings belong to; see {@link Factory#create}. */
  static Layer create(
      LayerSettings settings,
      ParameterLayout.Builder layout,
      String prefix,
      int inputs,
      RecurrentWeightSettings weights) {
    return ALL.stream()
        .filter(type -> type.settings.isInstance(settings))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no layer is registered for " + settings))
        .createFrom(settings, layout, prefix, inputs, weights);
  }

  private Layer createFrom(
      LayerSettings values,
      ParameterLayout.Builder layout,
      String prefix,
      int inputs,
      RecurrentWeightSettings weights) {
    return factory.create(settings.cast(values), layout, prefix, inputs, weights);
  }
}
