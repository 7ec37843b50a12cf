package dev.unfold.dl4j.master;

import dev.unfold.dl4j.TruncatedBpttGraph;
import java.io.Serializable;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The state of a network between two rounds.
 *
 * @param configuration the configuration; a stack of layers becomes a graph, which has the same
 *     order of parameters and updater state
 * @param parameters the flat parameters, [1, P]
 * @param updater the flat state of the network's updater; null if it has none
 * @param iteration the number of updates so far
 * @param epoch the number of epochs so far
 */
record NetworkState(
    ComputationGraphConfiguration configuration,
    INDArray parameters,
    INDArray updater,
    int iteration,
    int epoch)
    implements Serializable {

  /** Returns whether the network trains chunks of sequences instead of whole sequences. */
  boolean truncated() {
    return configuration.getBackpropType() == BackpropType.TruncatedBPTT;
  }

  /**
   * Creates a network in this state.
   *
   * @throws dev.unfold.dl4j.NonCarryableLayerException if chunks are trained and the state of a
   *     layer cannot be carried
   */
  ComputationGraph open() {
    ComputationGraph graph = truncated() ? TruncatedBpttGraph.of(configuration) : standardGraph();
    graph.setParams(parameters);
    if (updater != null) {
      graph.getUpdater().setStateViewArray(updater);
    }
    graph.getConfiguration().setIterationCount(iteration);
    graph.getConfiguration().setEpochCount(epoch);
    return graph;
  }

  private ComputationGraph standardGraph() {
    ComputationGraph graph = new ComputationGraph(configuration.clone());
    graph.init(parameters, true);
    return graph;
  }
}
