package dev.unfold.dl4j.exchange;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;

/**
 * A chain of layers from the input to the output.
 *
 * @param links the layers and the operations between them
 */
record LayerChain(List<Link> links) {
  /** A layer, or an operation between two layers. */
  sealed interface Link {
    /** Returns the name of the layer, for messages. */
    String name();
  }

  /** A layer with parameters, or a pooling layer. */
  record OfLayer(String name, Layer layer) implements Link {}

  /** The last step of the output below. */
  record LastStep(String name) implements Link {}

  /**
   * The final outputs of a bidirectional layer: the last step of the first half of its output, and
   * the first step of the second half.
   */
  record FinalStates(String name, long half) implements Link {}

  /** Returns the chain of layers of a stack. */
  static LayerChain of(MultiLayerConfiguration layers) throws UnsupportedLayerException {
    List<Link> links = new ArrayList<>();
    for (int i = 0; i < layers.getConfs().size(); i++) {
      links.add(
          link(Integer.toString(i), layers.getConf(i).getLayer(), layers.getInputPreProcess(i)));
    }
    return new LayerChain(links);
  }

  /**
   * Returns a link for a layer whose input is not changed by a preprocessor. The preprocessor that
   * DL4J inserts between a pooling layer and an output layer does not change vectors.
   */
  static Link link(String place, Layer layer, InputPreProcessor before)
      throws UnsupportedLayerException {
    String name = layer.getLayerName() == null ? place : layer.getLayerName();
    boolean idle =
        before instanceof RnnToFeedForwardPreProcessor && layer.getClass() == OutputLayer.class;
    if (before != null && !idle) {
      throw new UnsupportedLayerException(
          name, "has a " + before.getClass().getSimpleName() + " before it");
    }
    return new OfLayer(name, layer);
  }
}
