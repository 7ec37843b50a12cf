package dev.unfold.dl4j;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;

/**
 * The DL4J layers whose state can be carried: LSTMs, and layers that look at one step at a time.
 *
 * <p>SimpleRnn is not one of them, because its truncated back-propagation omits the state before
 * the chunk; neither are wrappers, whose states DL4J does not keep, nor layers that read backwards,
 * pool or convolve.
 */
final class CarryableLayers {
  /** The LSTM with peephole connections, whose class DL4J deprecates. */
  private static final String PEEPHOLE_LSTM = "org.deeplearning4j.nn.conf.layers.GravesLSTM";

  private static final Set<Class<?>> LAYERS =
      Set.of(
          LSTM.class,
          EmbeddingSequenceLayer.class,
          DenseLayer.class,
          ActivationLayer.class,
          DropoutLayer.class,
          PReLULayer.class,
          RnnOutputLayer.class,
          RnnLossLayer.class);

  private static final Set<Class<?>> VERTICES =
      Set.of(
          MergeVertex.class,
          ElementWiseVertex.class,
          SubsetVertex.class,
          ScaleVertex.class,
          ShiftVertex.class);

  private CarryableLayers() {}

  /** Returns a layer or vertex whose state cannot be carried, if the network has one. */
  static Optional<NonCarryableLayer> nonCarryableLayer(
      ComputationGraphConfiguration configuration) {
    return configuration.getVertices().entrySet().stream()
        .filter(vertex -> !isCarryable(vertex.getValue()))
        .map(
            vertex ->
                new NonCarryableLayer(vertex.getKey(), kind(vertex.getValue()).getSimpleName()))
        .findFirst();
  }

  private static boolean isCarryable(GraphVertex vertex) {
    Class<?> kind = kind(vertex);
    return vertex instanceof LayerVertex
        ? LAYERS.contains(kind) || kind.getName().equals(PEEPHOLE_LSTM)
        : VERTICES.contains(kind);
  }

  private static Class<?> kind(GraphVertex vertex) {
    return vertex instanceof LayerVertex layer
        ? layer.getLayerConf().getLayer().getClass()
        : vertex.getClass();
  }

  /**
   * A layer whose state cannot be carried.
   *
   * @param layer the name of the layer
   * @param kind the simple name of its class
   */
  record NonCarryableLayer(String layer, String kind) {}

  /** Returns the names of the layers, for messages. */
  static String description() {
    String peephole = PEEPHOLE_LSTM.substring(PEEPHOLE_LSTM.lastIndexOf('.') + 1);
    return Stream.concat(LAYERS.stream().map(Class::getSimpleName), Stream.of(peephole))
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
