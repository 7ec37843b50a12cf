package dev.unfold.driver.dl4j;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;

/**
 * The layers of DL4J that can be carried: LSTMs, and those that look at one step at a time.
 *
 * <p>Not SimpleRnn, whose truncated back-propagation leaves the state before the chunk out; not
 * wrappers, whose states DL4J does not keep; not what reads backwards, pools or convolves.
 */
final class CarriedLayers {
  private static final Set<Class<?>> LAYERS =
      Set.of(
          LSTM.class,
          GravesLSTM.class,
          EmbeddingSequenceLayer.class,
          DenseLayer.class,
          ActivationLayer.class,
          DropoutLayer.class,
          PReLULayer.class,
          ElementWiseMultiplicationLayer.class,
          RnnOutputLayer.class,
          RnnLossLayer.class);

  private static final Set<Class<?>> VERTICES =
      Set.of(
          MergeVertex.class,
          ElementWiseVertex.class,
          SubsetVertex.class,
          ScaleVertex.class,
          ShiftVertex.class);

  private CarriedLayers() {}

  /**
   * Requires that the network can go on from chunk to chunk.
   *
   * @throws UncarriedLayerException naming a layer that cannot
   */
  static void require(ComputationGraphConfiguration configuration) {
    for (Map.Entry<String, GraphVertex> vertex : configuration.getVertices().entrySet()) {
      Class<?> kind = vertex.getValue().getClass();
      Set<Class<?>> known = VERTICES;
      if (vertex.getValue() instanceof LayerVertex layer) {
        kind = layer.getLayerConf().getLayer().getClass();
        known = LAYERS;
      }
      if (!known.contains(kind)) {
        throw new UncarriedLayerException(vertex.getKey(), kind.getSimpleName());
      }
    }
  }

  /** The layers, for messages. */
  static String named() {
    return LAYERS.stream().map(Class::getSimpleName).sorted().collect(Collectors.joining(", "));
  }
}
