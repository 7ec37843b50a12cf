package dev.unfold.dl4j.master;

import dev.unfold.dl4j.TruncatedBpttGraph;
import java.io.Serializable;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network between two rounds.
 *
 * @param configuration also of a stack of layers, whose parameters and updater state stand in the
 *     same order in a graph
 * @param parameters flat, [1, P]
 * @param updater flat, the memory of the network's updater; null if it has none
 * @param iteration updates so far
 * @param epoch epochs so far
 */
record NetworkState(
    ComputationGraphConfiguration configuration,
    INDArray parameters,
    INDArray updater,
    int iteration,
    int epoch)
    implements Serializable {

  /** Returns whether chunks are trained, of sequences that may go on, or whole sequences. */
  boolean truncated() {
    return configuration.getBackpropType() == BackpropType.TruncatedBPTT;
  }

  /**
   * A network of its own in this state.
   *
   * @throws dev.unfold.dl4j.NonCarryableLayerException if chunks are trained and a layer cannot go
   *     on from one to the next
   */
  ComputationGraph open() {
    ComputationGraph graph = truncated() ? TruncatedBpttGraph.of(configuration) : whole();
    graph.setParams(parameters);
    if (updater != null) {
      graph.getUpdater().setStateViewArray(updater);
    }
    graph.getConfiguration().setIterationCount(iteration);
    graph.getConfiguration().setEpochCount(epoch);
    return graph;
  }

  private ComputationGraph whole() {
    ComputationGraph graph = new ComputationGraph(configuration.clone());
    graph.init(parameters, true);
    return graph;
  }
}
