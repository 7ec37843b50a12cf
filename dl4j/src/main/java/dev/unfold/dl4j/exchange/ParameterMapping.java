package dev.unfold.dl4j.exchange;

import dev.unfold.worker.network.Network;
import dev.unfold.worker.parameters.ParameterSlot;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The mapping between the positions of a stack network's parameters in Unfold's flat vector and in
 * DL4J's. The order of the tensors is the same. DL4J's matrices are stored column by column. The
 * gates of its LSTM are, in the symbols of the equations of Unfold's cell, g, f, o, i (its sources
 * name them by position: input, forget, output, input modulation, the last of which goes through
 * the sigmoid).
 */
public final class ParameterMapping {
  /** The DL4J positions of Unfold's gates i, f, g, o. */
  private static final List<Integer> LSTM_GATES = List.of(2, 1, 3, 0);

  private static final List<Integer> ONE_BLOCK = List.of(0);
  private static final String EMBEDDING = "embedding.weight";
  private static final String LAYERS = "layers.";
  private static final String HEAD_BIAS = "head.bias";

  private final List<Block> blocks = new ArrayList<>();

  /**
   * A tensor in DL4J's vector.
   *
   * @param gates the blocks of its columns, in DL4J's order
   * @param transposed whether it is stored row by row
   */
  private record Block(ParameterSlot tensor, List<Integer> gates, boolean transposed) {}

  /** Receives the positions of the same parameter in both vectors. */
  private interface Pairs {
    void accept(int unfoldIndex, int dl4jIndex);
  }

  private ParameterMapping(Network network, LayeredNetworkSettings settings, boolean embedded) {
    for (ParameterSlot tensor : network.parameters().tensors()) {
      if (tensor.name().equals(HEAD_BIAS) && settings.output().tied()) {
        blocks.add(new Block(network.parameters().tensors().get(0), ONE_BLOCK, true));
      }
      if (embedded || !tensor.name().equals(EMBEDDING)) {
        blocks.add(new Block(tensor, gates(tensor.name(), settings.layers()), false));
      }
    }
  }

  /** Returns the blocks of the columns of a tensor, in DL4J's order. */
  private static List<Integer> gates(String tensor, List<LayerSettings> layers) {
    return IntStream.range(0, layers.size())
        .filter(l -> tensor.startsWith(LAYERS + l + "."))
        .mapToObj(l -> layers.get(l).recurrent().orElseThrow().cell())
        .map(cell -> cell == CellKind.LSTM ? LSTM_GATES : ONE_BLOCK)
        .findFirst()
        .orElse(ONE_BLOCK);
  }

  /**
   * Returns the mapping of a network whose tensors all exist in DL4J; a tied output layer is stored
   * as a copy there.
   */
  static ParameterMapping of(Network network, LayeredNetworkSettings settings) {
    return new ParameterMapping(network, settings, true);
  }

  /**
   * Returns the mapping of a network whose embedding does not exist in DL4J, because that network
   * reads one-hot tokens.
   */
  static ParameterMapping ofOneHot(Network network, LayeredNetworkSettings settings) {
    return new ParameterMapping(network, settings, false);
  }

  /** Returns the number of parameters in DL4J. */
  long dl4jCount() {
    return blocks.stream().mapToLong(block -> block.tensor().size()).sum();
  }

  /** Converts Unfold's vector to DL4J's. */
  public float[] toDl4j(float[] unfold) {
    float[] dl4j = new float[Math.toIntExact(dl4jCount())];
    forEach((unfoldIndex, dl4jIndex) -> dl4j[dl4jIndex] = unfold[unfoldIndex]);
    return dl4j;
  }

  /** Copies DL4J's vector into Unfold's; parameters that DL4J does not have are unchanged. */
  public void toUnfoldInto(float[] dl4j, float[] unfold) {
    forEach((unfoldIndex, dl4jIndex) -> unfold[unfoldIndex] = dl4j[dl4jIndex]);
  }

  private void forEach(Pairs pairs) {
    int offset = 0;
    for (Block block : blocks) {
      int start = block.tensor().offset();
      if (block.transposed()) {
        for (int i = 0; i < block.tensor().size(); i++) {
          pairs.accept(start + i, offset + i);
        }
      } else {
        columns(block, offset, pairs);
      }
      offset += block.tensor().size();
    }
  }

  private static void columns(Block block, int first, Pairs pairs) {
    ParameterSlot tensor = block.tensor();
    int width = tensor.columns() / block.gates().size();
    int dl4jIndex = first;
    for (int gate : block.gates()) {
      for (int column = gate * width; column < (gate + 1) * width; column++) {
        for (int row = 0; row < tensor.rows(); row++) {
          pairs.accept(tensor.offset() + row * tensor.columns() + column, dl4jIndex++);
        }
      }
    }
  }
}
