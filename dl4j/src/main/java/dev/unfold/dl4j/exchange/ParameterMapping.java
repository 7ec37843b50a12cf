package dev.unfold.dl4j.exchange;

import dev.unfold.dl4j.GraphInspection;
import dev.unfold.dl4j.file.Dl4jConfiguration;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The mapping between the positions of a stack network's parameters in Unfold's flat vector and in
 * DL4J's, which contains the layers in the order in which DL4J computes them.
 */
public final class ParameterMapping {
  private final List<TensorBlock> blocks;

  /** Receives the positions of the same parameter in both vectors. */
  private interface Pairs {
    void accept(int unfoldIndex, int dl4jIndex);
  }

  private ParameterMapping(List<TensorBlock> blocks) {
    this.blocks = List.copyOf(blocks);
  }

  /**
   * Returns the mapping of a network whose tensors all exist in DL4J, where its layers form a
   * chain; a tied output layer is stored as a copy there.
   */
  static ParameterMapping of(Network network, LayeredNetworkSettings settings) {
    return new ParameterMapping(TensorBlocks.of(network, settings, true));
  }

  /**
   * Returns the mapping of a network that was exported.
   *
   * @param configuration the configuration of the exported network
   */
  static ParameterMapping of(
      Network network, LayeredNetworkSettings settings, Dl4jConfiguration configuration) {
    ParameterMapping chain = of(network, settings);
    if (!(configuration instanceof Dl4jConfiguration.Graph graph)) {
      return chain;
    }
    List<String> order = GraphInspection.verticesInOrder(graph.graph());
    return new ParameterMapping(
        chain.blocks.stream()
            .sorted(Comparator.comparingInt(block -> order.indexOf(block.layer())))
            .toList());
  }

  /**
   * Returns the mapping of a network whose embedding does not exist in DL4J, because that network
   * reads one-hot tokens.
   */
  static ParameterMapping ofOneHot(Network network, LayeredNetworkSettings settings) {
    return new ParameterMapping(TensorBlocks.of(network, settings, false));
  }

  /** Returns the names of the layers of the exported network that have parameters. */
  Set<String> layers() {
    return blocks.stream().map(TensorBlock::layer).collect(Collectors.toSet());
  }

  /** Returns the number of parameters in DL4J. */
  long dl4jCount() {
    return blocks.stream().mapToLong(TensorBlock::size).sum();
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
    int[] next = {0};
    for (TensorBlock block : blocks) {
      block.forEach(unfoldIndex -> pairs.accept(unfoldIndex, next[0]++));
    }
  }
}
