package dev.unfold.dl4j.exchange.configuration;

import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.network.Activation;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.Context;
import dev.unfold.worker.settings.network.DenseSettings;
import dev.unfold.worker.settings.network.DilatedConvolutionSettings;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.network.TimeDelaySettings;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;

/**
 * The DL4J layers for the layers of a network, between its embedding and its output layer.
 *
 * <p>Dropout is before each layer, as in Unfold; DL4J's number is the probability of keeping a
 * value.
 *
 * @param settings the settings of the network
 * @param shape the shape of its data
 */
record ExportedLayers(LayeredNetworkSettings settings, DataShape shape) {
  /** Returns whether a layer branches, so that only a {@code ComputationGraph} has it. */
  boolean branch() {
    return settings.layers().stream().anyMatch(ExportedLayers::branches);
  }

  private static boolean branches(LayerSettings layer) {
    return layer instanceof DilatedConvolutionSettings
        || (layer instanceof DenseSettings dense && dense.residual());
  }

  /**
   * Returns whether DL4J can carry the states of all layers from one part of a text to the next.
   */
  boolean carryStates() {
    return settings.layers().stream()
        .allMatch(
            layer ->
                layer.context().equals(Context.NONE)
                    || (layer.recurrent().isPresent() && layer.context().isCausal()));
  }

  /** Returns whether it reads tokens. */
  boolean readTokens() {
    return shape.input().hasTokens();
  }

  /**
   * Returns the width of the input of a layer, or of the output layer.
   *
   * @param layer the index of the layer, or the number of layers
   */
  int inputs(int layer) {
    int width = readTokens() ? settings.embedding() : shape.input().size();
    for (LayerSettings below : settings.layers().subList(0, layer)) {
      width = below.width(width);
    }
    return width;
  }

  /** Returns the probability of keeping a value; DL4J treats both 0 and 1 as no dropout. */
  double retained() {
    return 1 - settings.dropout();
  }

  /** Returns the DL4J layers of a layer that does not branch, one after the other. */
  List<Layer> chain(int index) {
    LayerSettings layer = settings.layers().get(index);
    if (layer.recurrent().isPresent()) {
      return List.of(recurrent(layer.recurrent().get(), index));
    }
    return layer instanceof TimeDelaySettings delay
        ? new ExportedTimeDelay(delay, LayerNames.of(index), inputs(index), retained())
            .layers(index > 0)
        : List.of(dense((DenseSettings) layer, LayerNames.of(index), index));
  }

  /**
   * Adds a layer to a graph.
   *
   * @param below the vertex that it reads
   * @return the vertex of its outputs
   */
  String addTo(GraphBuilder graph, int index, String below) {
    LayerSettings layer = settings.layers().get(index);
    if (layer instanceof DilatedConvolutionSettings convolution) {
      return new ExportedDilatedConvolution(
              convolution, LayerNames.of(index), inputs(index), retained())
          .addTo(graph, below);
    }
    if (branches(layer)) {
      String summand = LayerNames.of(index);
      String sum = summand + ".sum";
      graph
          .addLayer(summand, dense((DenseSettings) layer, summand, index), below)
          .addVertex(sum, new ElementWiseVertex(ElementWiseVertex.Op.Add), below, summand);
      return sum;
    }
    return addTo(graph, chain(index), below);
  }

  /** Adds layers, one after the other, and returns the vertex of the last one. */
  static String addTo(GraphBuilder graph, List<Layer> chain, String below) {
    String top = below;
    for (Layer layer : chain) {
      graph.addLayer(layer.getLayerName(), layer, top);
      top = layer.getLayerName();
    }
    return top;
  }

  private Layer dense(DenseSettings dense, String name, int index) {
    return Convolutions.perStep(name, dense.activation())
        .nIn(inputs(index))
        .nOut(dense.hidden())
        .dropOut(retained())
        .build();
  }

  private Layer recurrent(RecurrentSettings layer, int index) {
    BaseRecurrentLayer.Builder<?> builder =
        layer.cell() == CellKind.LSTM
            ? new LSTM.Builder().forgetGateBiasInit(layer.forgetBias())
            : new SimpleRnn.Builder();
    builder
        .nIn(inputs(index))
        .nOut(layer.hidden())
        .activation(Convolutions.function(Activation.TANH))
        .dropOut(retained())
        .name(LayerNames.of(index));
    BaseRecurrentLayer oneDirection = builder.build();
    if (!layer.bidirectional()) {
      return oneDirection;
    }
    Bidirectional both = new Bidirectional(Bidirectional.Mode.CONCAT, oneDirection);
    both.setLayerName(LayerNames.of(index));
    return both;
  }
}
