package dev.unfold.dl4j.network;

import static dev.unfold.worker.settings.network.ForeignNetworkSettings.CONFIGURATION_KEY;
import static org.deeplearning4j.nn.conf.RNNFormat.NWC;

import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;

/**
 * Refuses networks whose training also needs operations of DL4J's updater or operations outside of
 * the gradient, which Unfold does not support.
 */
final class TrainabilityCheck {
  private static final Set<Class<?>> UNSUPPORTED_LAYERS =
      Set.of(
          BatchNormalization.class,
          CenterLossOutputLayer.class,
          FrozenLayer.class,
          FrozenLayerWithBackprop.class,
          VariationalAutoencoder.class);

  private TrainabilityCheck() {}

  /**
   * Requires that gradients alone train the network.
   *
   * @throws InvalidSettingException if a layer needs more; the message names the layer and the
   *     reason
   */
  static void require(ComputationGraphConfiguration configuration) {
    for (Map.Entry<String, GraphVertex> vertex : configuration.getVertices().entrySet()) {
      reason(vertex.getValue())
          .ifPresent(
              reason -> {
                throw new InvalidSettingException(
                    CONFIGURATION_KEY,
                    "a network that its gradients alone train",
                    "layer " + vertex.getKey() + " with " + reason);
              });
    }
  }

  private static Optional<String> reason(GraphVertex vertex) {
    if (vertex instanceof FrozenVertex) {
      return Optional.of("frozen parameters");
    }
    return vertex instanceof LayerVertex layer ? reason(layer.getLayerConf()) : Optional.empty();
  }

  private static Optional<String> reason(NeuralNetConfiguration configuration) {
    Layer layer = configuration.getLayer();
    if ((layer instanceof BaseRecurrentLayer recurrent && recurrent.getRnnDataFormat() == NWC)
        || (layer instanceof RnnOutputLayer output && output.getRnnDataFormat() == NWC)) {
      return Optional.of("the format NWC: only NCW is read");
    }
    if (UNSUPPORTED_LAYERS.contains(layer.getClass())) {
      return Optional.of("parameters that no gradient moves: " + layer.getClass().getSimpleName());
    }
    if (layer.getConstraints() != null && !layer.getConstraints().isEmpty()) {
      return Optional.of("constraints");
    }
    if (layer instanceof BaseLayer base && base.getWeightNoise() != null) {
      return Optional.of("weight noise");
    }
    boolean regularized =
        layer.initializer().paramKeys(layer).stream()
            .map(layer::getRegularizationByParam)
            .anyMatch(terms -> terms != null && !terms.isEmpty());
    return regularized ? Optional.of("L1, L2 or weight decay") : Optional.empty();
  }
}
