package dev.unfold.dl4j;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.util.GraphIndices;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Computes properties of a configuration that DL4J only provides for an initialized network. */
public final class GraphInspection {
  private GraphInspection() {}

  /**
   * Converts a stack of layers to a graph with the same order of parameters and layers "0", "1", …
   */
  public static ComputationGraphConfiguration of(MultiLayerConfiguration stack) {
    MultiLayerConfiguration layers = stack.clone();
    ComputationGraphConfiguration.GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .dataType(layers.getDataType())
            .seed(layers.getConf(0).getSeed())
            .miniBatch(layers.getConf(0).isMiniBatch())
            .optimizationAlgo(layers.getConf(0).getOptimizationAlgo())
            .maxNumLineSearchIterations(layers.getConf(0).getMaxNumLineSearchIterations())
            .trainingWorkspaceMode(layers.getTrainingWorkspaceMode())
            .inferenceWorkspaceMode(layers.getInferenceWorkspaceMode())
            .graphBuilder()
            .addInputs("input")
            .backpropType(layers.getBackpropType())
            .tBPTTForwardLength(layers.getTbpttFwdLength())
            .tBPTTBackwardLength(layers.getTbpttBackLength());
    String below = "input";
    for (int i = 0; i < layers.getConfs().size(); i++) {
      String name = Integer.toString(i);
      graph.addLayer(
          name, withFormat(layers.getConf(i).getLayer()), layers.getInputPreProcess(i), below);
      below = name;
    }
    return graph.setOutputs(below).build();
  }

  /**
   * Sets the format of an output layer, which would otherwise read NWC, unlike every other layer.
   */
  private static Layer withFormat(Layer layer) {
    if (layer instanceof RnnOutputLayer output && output.getRnnDataFormat() == null) {
      output.setRnnDataFormat(RNNFormat.NCW);
    }
    return layer;
  }

  /**
   * Returns a zero vector with as many elements as the network has parameters, in its data type.
   */
  public static INDArray zeroParameters(ComputationGraphConfiguration configuration) {
    long count = 0;
    for (GraphVertex vertex : configuration.getVertices().values()) {
      vertex.setDataType(configuration.getDataType());
      count += vertex.numParams(true);
    }
    return count == 0 ? null : Nd4j.create(configuration.getDataType(), 1, count);
  }

  /**
   * Returns the names of the inputs and vertices in the order in which DL4J computes them, which is
   * also that of their parameters.
   */
  public static List<String> verticesInOrder(ComputationGraphConfiguration configuration) {
    GraphIndices indices = new ComputationGraph(configuration.clone()).calculateIndices();
    return Arrays.stream(indices.getTopologicalSortOrder())
        .mapToObj(indices.getIdxToName()::get)
        .toList();
  }

  /** Returns the width of the output of a layer. */
  static int outputsOf(org.deeplearning4j.nn.api.Layer layer) {
    return Math.toIntExact(((FeedForwardLayer) layer.conf().getLayer()).getNOut());
  }
}
