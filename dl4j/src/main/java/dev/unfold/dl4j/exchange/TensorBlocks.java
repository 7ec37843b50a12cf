package dev.unfold.dl4j.exchange;

import dev.unfold.dl4j.exchange.TensorBlock.ColumnRange;
import dev.unfold.dl4j.exchange.configuration.LayerNames;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.DilatedConvolutionSettings;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * Divides the tensors of a network into the blocks that the layers of an exported network store.
 *
 * <p>DL4J's matrices are stored column by column. The gates of its LSTM are, in the symbols of the
 * equations of Unfold's cell, g, f, o, i (its sources name them by position: input, forget, output,
 * input modulation, the last of which goes through the sigmoid). Its convolution over time stores
 * the bias first, then the weights in the order kernel, input, output: 1.0.0-M2 names the
 * dimensions of the array otherwise, but reshapes it before it multiplies.
 */
final class TensorBlocks {
  /** The DL4J positions of Unfold's gates i, f, g, o. */
  private static final List<Integer> LSTM_GATES = List.of(2, 1, 3, 0);

  private static final String EMBEDDING = "embedding.weight";
  private static final String HEAD_BIAS = "head.bias";

  private final List<ParameterTensor> tensors;
  private final LayeredNetworkSettings settings;
  private final List<TensorBlock> blocks = new ArrayList<>();

  private TensorBlocks(Network network, LayeredNetworkSettings settings) {
    tensors = network.parameters().tensors();
    this.settings = settings;
  }

  /**
   * Returns the blocks of all layers, from the lowest; a tied output layer has a copy of the
   * embedding.
   *
   * @param embedded whether the DL4J network has an embedding, too
   */
  static List<TensorBlock> of(Network network, LayeredNetworkSettings settings, boolean embedded) {
    TensorBlocks blocks = new TensorBlocks(network, settings);
    if (embedded) {
      blocks.addColumns(LayerNames.EMBEDDING, blocks.startingWith(EMBEDDING));
    }
    for (int l = 0; l < settings.layers().size(); l++) {
      blocks.addLayer(l, settings.layers().get(l));
    }
    blocks.addHead();
    return blocks.blocks;
  }

  private List<ParameterTensor> startingWith(String prefix) {
    return tensors.stream().filter(tensor -> tensor.name().startsWith(prefix)).toList();
  }

  private void addLayer(int index, LayerSettings layer) {
    String name = LayerNames.of(index);
    List<ParameterTensor> ofLayer = startingWith(name + ".");
    if (layer.recurrent().isEmpty()) {
      addConvolutions(name, ofLayer, layer);
    } else if (layer.recurrent().get().cell() == CellKind.LSTM) {
      for (ParameterTensor tensor : ofLayer) {
        int width = tensor.columns() / LSTM_GATES.size();
        List<ColumnRange> gates =
            LSTM_GATES.stream()
                .map(gate -> new ColumnRange(gate * width, (gate + 1) * width))
                .toList();
        blocks.add(new TensorBlock(name, tensor, gates, false));
      }
    } else {
      addColumns(name, ofLayer);
    }
  }

  private void addColumns(String layer, List<ParameterTensor> ofLayer) {
    ofLayer.forEach(tensor -> blocks.add(TensorBlock.of(layer, tensor, false)));
  }

  private void addConvolutions(String name, List<ParameterTensor> ofLayer, LayerSettings layer) {
    if (!(layer instanceof DilatedConvolutionSettings dilated)) {
      addConvolution(name, ofLayer, new ColumnRange(0, ofLayer.get(1).columns()));
      return;
    }
    int hidden = dilated.hidden();
    for (int i = 0; i < dilated.allDilations().size(); i++) {
      List<ParameterTensor> gates = ofLayer.subList(4 * i, 4 * i + 2);
      addConvolution(LayerNames.filter(name, i), gates, new ColumnRange(0, hidden));
      addConvolution(LayerNames.gate(name, i), gates, new ColumnRange(hidden, 2 * hidden));
      List<ParameterTensor> outputs = ofLayer.subList(4 * i + 2, 4 * i + 4);
      int width = outputs.get(1).columns();
      int residual = width - dilated.skip();
      addConvolution(LayerNames.residual(name, i), outputs, new ColumnRange(0, residual));
      addConvolution(LayerNames.skip(name, i), outputs, new ColumnRange(residual, width));
    }
  }

  /**
   * Adds the blocks of a convolution, if it has outputs.
   *
   * @param weightAndBias the two tensors
   * @param outputs the columns of its outputs
   */
  private void addConvolution(
      String name, List<ParameterTensor> weightAndBias, ColumnRange outputs) {
    if (outputs.end() > outputs.first()) {
      List<ColumnRange> columns = List.of(outputs);
      blocks.add(new TensorBlock(name, weightAndBias.get(1), columns, true));
      blocks.add(new TensorBlock(name, weightAndBias.get(0), columns, true));
    }
  }

  private void addHead() {
    for (ParameterTensor tensor : startingWith("head.")) {
      if (tensor.name().equals(HEAD_BIAS) && settings.output().tied()) {
        blocks.add(TensorBlock.of(LayerNames.HEAD, tensors.get(0), true));
      }
      blocks.add(TensorBlock.of(LayerNames.HEAD, tensor, false));
    }
  }
}
