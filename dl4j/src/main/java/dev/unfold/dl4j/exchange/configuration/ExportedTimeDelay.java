package dev.unfold.dl4j.exchange.configuration;

import dev.unfold.worker.settings.network.TimeDelaySettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.util.MaskLayer;

/**
 * A time-delay layer as a {@code Convolution1DLayer} and layers around it. Its offsets are evenly
 * spaced, so the kernel has one weight for each offset, and their distance is the dilation.
 *
 * <p>A convolution of the mode Causal sees offsets up to 0, one of the mode Same sees offsets that
 * are symmetric around 0. All others are causal ones that are moved: zeros are appended (or
 * prepended), and as many outputs are removed on the other side.
 *
 * <p>The convolution of DL4J 1.0.0-M2 passes its mask on, but neither reads it nor masks its
 * outputs: behind the end of a sequence it computes what its kernel still sees. Before a layer that
 * sees later steps a {@code MaskLayer} therefore sets these outputs to zero. The lowest layer has
 * none: an embedding masks its outputs, and the numbers behind the end of a sequence are zero.
 *
 * @param settings the settings of the layer
 * @param name the name of the convolution, and the prefix of the names of the layers around it
 * @param inputs the width of its input
 * @param retained the probability of keeping a value in dropout
 */
record ExportedTimeDelay(TimeDelaySettings settings, String name, int inputs, double retained) {
  /** Returns whether DL4J has a convolution that sees the offsets of a layer. */
  static boolean isEvenlySpaced(TimeDelaySettings layer) {
    List<Integer> offsets = layer.offsets();
    return IntStream.range(1, offsets.size())
            .map(i -> offsets.get(i) - offsets.get(i - 1))
            .distinct()
            .count()
        <= 1;
  }

  /**
   * Returns the layers, one after the other.
   *
   * @param masked whether the steps behind the end of a sequence have to be set to zero
   */
  List<Layer> layers(boolean masked) {
    List<Layer> layers = new ArrayList<>();
    if (masked && last() > 0) {
      layers.add(named(new MaskLayer(), ".mask"));
    }
    int shift = isSymmetric() ? 0 : last();
    int before = Math.max(0, -shift);
    int after = Math.max(0, shift);
    if (shift != 0) {
      layers.add(named(new ZeroPadding1DLayer(before, after), ".padding"));
    }
    layers.add(convolution());
    if (shift != 0) {
      layers.add(named(new Cropping1D(after, before), ".cropping"));
    }
    return layers;
  }

  private Layer convolution() {
    List<Integer> offsets = settings.offsets();
    return Convolutions.perStep(name, settings.activation())
        .kernelSize(offsets.size())
        .dilation(offsets.size() == 1 ? 1 : offsets.get(1) - offsets.get(0))
        .convolutionMode(
            isSymmetric() && last() > 0 ? ConvolutionMode.Same : ConvolutionMode.Causal)
        .nIn(inputs)
        .nOut(settings.hidden())
        .dropOut(retained)
        .build();
  }

  private boolean isSymmetric() {
    return settings.offsets().get(0) == -last();
  }

  /** Returns the last offset. */
  private int last() {
    return settings.offsets().get(settings.offsets().size() - 1);
  }

  private Layer named(Layer layer, String suffix) {
    layer.setLayerName(name + suffix);
    return layer;
  }
}
