package dev.unfold.dl4j.network;

import static dev.unfold.worker.settings.network.ForeignNetworkSettings.CONFIGURATION_KEY;

import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;

/** The first and the last layer of a graph, which must fit the data. */
final class GraphEndLayers {
  private final ComputationGraphConfiguration configuration;
  private final List<Layer> first;
  private final Layer last;

  /**
   * @throws InvalidSettingException if the graph has more than one input or output, or does not end
   *     in a layer with a loss
   */
  GraphEndLayers(ComputationGraphConfiguration configuration) {
    this.configuration = configuration;
    require(
        configuration.getNetworkInputs().size() == 1
            && configuration.getNetworkOutputs().size() == 1,
        "a network with one input and one output",
        configuration.getNetworkInputs().size()
            + " and "
            + configuration.getNetworkOutputs().size());
    first =
        configuration.getVertexInputs().entrySet().stream()
            .filter(inputs -> inputs.getValue().contains(configuration.getNetworkInputs().get(0)))
            .map(Map.Entry::getKey)
            .flatMap(name -> layer(name).stream())
            .toList();
    last =
        layer(configuration.getNetworkOutputs().get(0))
            .orElseThrow(
                () ->
                    new InvalidSettingException(
                        CONFIGURATION_KEY, "a layer with a loss at the end", "another vertex"));
  }

  private Optional<Layer> layer(String name) {
    return configuration.getVertices().get(name) instanceof LayerVertex vertex
        ? Optional.of(vertex.getLayerConf().getLayer())
        : Optional.empty();
  }

  /**
   * Returns the layout that converts chunks to inputs and outputs to losses.
   *
   * @throws InvalidSettingException if the layers do not fit the data
   */
  Dl4jChunkLayout layout(DataShape shape) {
    for (Layer layer : first) {
      if (unwrapped(layer) instanceof FeedForwardLayer reader) {
        require(
            reader.getNIn() == shape.input().size(),
            "a first layer with nIn = " + shape.input().size() + ", as the data has",
            reader.getNIn());
      }
    }
    requireWidth(shape.targets());
    boolean ids = first.stream().anyMatch(EmbeddingSequenceLayer.class::isInstance);
    require(
        !ids || shape.input().hasTokens(),
        "a first layer that reads numbers",
        "an EmbeddingSequenceLayer");
    return new Dl4jChunkLayout(
        shape, ids, isPerStep(), loss(shape.target()), configuration.getDataType());
  }

  /** A layer with a loss alone has the width of the layer below, whose nOut counts. */
  private void requireWidth(int targets) {
    require(
        !(last instanceof RnnOutputLayer output) || output.hasBias(),
        "a last RnnOutputLayer with hasBias = true, without which DL4J 1.0.0-M2 cannot predict",
        "hasBias = false");
    long width = 0;
    String at = configuration.getNetworkOutputs().get(0);
    while (width == 0 && layer(at).isPresent()) {
      width = layer(at).get() instanceof FeedForwardLayer writer ? writer.getNOut() : 0;
      at = configuration.getVertexInputs().get(at).get(0);
    }
    require(
        width == 0 || width == targets,
        "a last layer with nOut = " + targets + ", as the data has",
        width);
  }

  /** Returns whether there is an output at every step. */
  boolean isPerStep() {
    return last instanceof RnnOutputLayer || last instanceof RnnLossLayer;
  }

  private static Layer unwrapped(Layer layer) {
    if (layer instanceof BaseWrapperLayer wrapper) {
      return unwrapped(wrapper.getUnderlying());
    }
    return layer instanceof Bidirectional both ? unwrapped(both.getFwd()) : layer;
  }

  private Dl4jOutputLoss loss(DataShape.Target target) {
    ILossFunction function;
    IActivation activation;
    if (last instanceof BaseOutputLayer output) {
      function = output.getLossFn();
      activation = output.getActivationFn();
    } else if (last instanceof RnnLossLayer output) {
      function = output.getLossFn();
      activation = output.getActivationFn();
    } else if (last instanceof LossLayer output) {
      function = output.getLossFn();
      activation = output.getActivationFn();
    } else {
      throw new InvalidSettingException(
          CONFIGURATION_KEY, "a layer with a loss at the end", last.getClass().getSimpleName());
    }
    String expected =
        switch (target) {
          case CLASSES -> "softmax and MCXENT or NEGATIVELOGLIKELIHOOD";
          case SETS -> "sigmoid and XENT";
          case FRAMES -> "MSE or L2";
        };
    return loss(target, function, activation)
        .orElseThrow(
            () ->
                new InvalidSettingException(
                    CONFIGURATION_KEY,
                    "a last layer with " + expected + ", without weights",
                    activation + " and " + function));
  }

  private static Optional<Dl4jOutputLoss> loss(
      DataShape.Target target, ILossFunction function, IActivation activation) {
    Class<?> kind = function.getClass();
    Dl4jOutputLoss loss =
        switch (target) {
          case CLASSES ->
              activation instanceof ActivationSoftmax
                      && (kind == LossMCXENT.class || kind == LossNegativeLogLikelihood.class)
                      && ((LossMCXENT) function).getWeights() == null
                  ? Dl4jOutputLoss.CROSS_ENTROPY
                  : null;
          case SETS ->
              activation instanceof ActivationSigmoid
                      && function instanceof LossBinaryXENT binary
                      && binary.getWeights() == null
                  ? Dl4jOutputLoss.BINARY_CROSS_ENTROPY
                  : null;
          case FRAMES -> squared(function);
        };
    return Optional.ofNullable(loss);
  }

  private static Dl4jOutputLoss squared(ILossFunction function) {
    if (!(function instanceof LossL2 squared) || squared.getWeights() != null) {
      return null;
    }
    return function instanceof LossMSE
        ? Dl4jOutputLoss.MEAN_SQUARED_ERROR
        : Dl4jOutputLoss.SQUARED_ERROR;
  }

  private static void require(boolean valid, String expected, Object actual) {
    InvalidSettingException.require(valid, CONFIGURATION_KEY, expected, actual);
  }
}
