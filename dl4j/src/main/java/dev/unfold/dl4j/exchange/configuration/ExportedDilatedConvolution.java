package dev.unfold.dl4j.exchange.configuration;

import dev.unfold.worker.settings.network.Activation;
import dev.unfold.worker.settings.network.DilatedConvolutionSettings;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;

/**
 * A stack of dilated convolutions with gated units as layers and vertices of a graph: for each
 * convolution two of DL4J, of tanh and of the gate, their product, and from it a convolution to the
 * residual output, which is added to the input, and one to the skip connection.
 *
 * @param settings the settings of the stack
 * @param name the prefix of the names of all vertices
 * @param inputs R, the width of its input
 * @param retained the probability of keeping a value in dropout
 */
record ExportedDilatedConvolution(
    DilatedConvolutionSettings settings, String name, int inputs, double retained) {
  /**
   * Adds the stack to a graph.
   *
   * @param input the vertex that it reads
   * @return the vertex of its outputs
   */
  String addTo(GraphBuilder graph, String input) {
    List<Integer> dilations = settings.allDilations();
    List<String> skips = new ArrayList<>();
    String below = input;
    for (int i = 0; i < dilations.size(); i++) {
      String units = addUnits(graph, i, below);
      if (settings.skip() == 0 || i + 1 < dilations.size()) {
        below = addResidual(graph, i, below, units);
      }
      if (settings.skip() > 0) {
        String skip = LayerNames.skip(name, i);
        graph.addLayer(skip, perStep(skip, settings.skip()), units);
        skips.add(skip);
      }
    }
    return activated(graph, settings.skip() > 0 ? sum(graph, skips) : below);
  }

  /** Adds the gated units of a convolution. */
  private String addUnits(GraphBuilder graph, int index, String below) {
    String filter = LayerNames.filter(name, index);
    String gate = LayerNames.gate(name, index);
    String units = LayerNames.prefix(name, index) + ".units";
    graph
        .addLayer(filter, gated(index, Convolutions.perStep(filter, Activation.TANH)), below)
        .addLayer(gate, gated(index, Convolutions.perStep(gate, Activation.SIGMOID)), below)
        .addVertex(units, new ElementWiseVertex(ElementWiseVertex.Op.Product), filter, gate);
    return units;
  }

  private Convolution1DLayer gated(int index, Convolution1DLayer.Builder builder) {
    return builder
        .kernelSize(settings.filter())
        .dilation(settings.allDilations().get(index))
        .nIn(inputs)
        .nOut(settings.hidden())
        .dropOut(index == 0 ? retained : 1)
        .build();
  }

  private Convolution1DLayer perStep(String layer, int width) {
    return Convolutions.perStep(layer, Activation.LINEAR)
        .nIn(settings.hidden())
        .nOut(width)
        .dropOut(1 - settings.unitDropout())
        .build();
  }

  private String addResidual(GraphBuilder graph, int index, String below, String units) {
    String residual = LayerNames.residual(name, index);
    String sum = LayerNames.prefix(name, index) + ".sum";
    graph
        .addLayer(residual, perStep(residual, inputs), units)
        .addVertex(sum, new ElementWiseVertex(ElementWiseVertex.Op.Add), below, residual);
    return sum;
  }

  private String sum(GraphBuilder graph, List<String> skips) {
    if (skips.size() == 1) {
      return skips.get(0);
    }
    String sum = name + ".skips";
    graph.addVertex(
        sum, new ElementWiseVertex(ElementWiseVertex.Op.Add), skips.toArray(new String[0]));
    return sum;
  }

  private String activated(GraphBuilder graph, String below) {
    if (settings.activation() == Activation.LINEAR) {
      return below;
    }
    graph.addLayer(
        name,
        new ActivationLayer.Builder()
            .activation(Convolutions.function(settings.activation()))
            .name(name)
            .build(),
        below);
    return name;
  }
}
