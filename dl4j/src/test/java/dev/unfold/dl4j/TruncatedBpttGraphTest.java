package dev.unfold.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Uses doubles, so that differences of losses exceed the rounding errors. */
class TruncatedBpttGraphTest {
  private static final int BATCH = 2;
  private static final int INPUTS = 3;
  private static final int HIDDEN = 4;
  private static final int CLASSES = 3;
  private static final int STEPS = 5;
  private static final double STEP = 1e-5;
  private static final String LSTM_OUTPUT =
      org.deeplearning4j.nn.layers.recurrent.LSTM.STATE_KEY_PREV_ACTIVATION;
  private static final String LSTM_CELL =
      org.deeplearning4j.nn.layers.recurrent.LSTM.STATE_KEY_PREV_MEMCELL;

  @Test
  void gradientsAreThoseOfAChunkThatBeginsWithAState() {
    TruncatedBpttGraph graph = graph(new LSTM.Builder().nIn(INPUTS).nOut(HIDDEN).build());
    List<INDArray> states =
        List.of(
            Nd4j.randn(DataType.DOUBLE, BATCH, HIDDEN), Nd4j.randn(DataType.DOUBLE, BATCH, HIDDEN));
    lossFrom(graph, states);
    INDArray gradient = graph.getFlattenedGradients().dup();
    INDArray parameters = graph.params();
    for (long i = 0; i < parameters.length(); i++) {
      double value = parameters.getDouble(i);
      parameters.putScalar(i, value + STEP);
      double above = lossFrom(graph, states);
      parameters.putScalar(i, value - STEP);
      double below = lossFrom(graph, states);
      parameters.putScalar(i, value);
      double expected = BATCH * (above - below) / (2 * STEP);
      assertThat(gradient.getDouble(i)).as("parameter %d", i).isCloseTo(expected, offset(1e-6));
    }
  }

  /** If this test fails, DL4J has fixed the bug and the class is not needed any more. */
  @Test
  void thoseOfDl4jAreOfAChunkThatBeginsWithZeros() {
    TruncatedBpttGraph graph = graph(new LSTM.Builder().nIn(INPUTS).nOut(HIDDEN).build());
    ComputationGraph plain = new ComputationGraph(graph.getConfiguration());
    plain.init(graph.params(), true);
    plain.setInputs(inputs(0, STEPS));
    plain.setLabels(labels(0, STEPS));
    Map<String, INDArray> states =
        Map.of(
            LSTM_OUTPUT, Nd4j.randn(DataType.DOUBLE, BATCH, HIDDEN),
            LSTM_CELL, Nd4j.randn(DataType.DOUBLE, BATCH, HIDDEN));
    RecurrentLayer layer = (RecurrentLayer) plain.getLayer(0);
    layer.rnnSetPreviousState(states);
    layer.rnnSetTBPTTState(states);
    plain.computeGradientAndScore();
    lossFrom(graph, List.of(states.get(LSTM_OUTPUT), states.get(LSTM_CELL)));
    assertThat(plain.score()).isCloseTo(graph.score(), offset(1e-9));
    INDArray difference = plain.getFlattenedGradients().sub(graph.getFlattenedGradients());
    assertThat(difference.norm2Number().doubleValue()).isGreaterThan(0.1);
  }

  @Test
  void aChunkBeginsWhereTheOneBeforeEnded() {
    TruncatedBpttGraph graph = graph(new LSTM.Builder().nIn(INPUTS).nOut(HIDDEN).build());
    graph.clearStates(BATCH);
    double first = loss(graph, 0, 2);
    graph.setStates(graph.states());
    double second = loss(graph, 2, STEPS);
    graph.clearStates(BATCH);
    assertThat(first + second).isCloseTo(loss(graph, 0, STEPS), offset(1e-9));
  }

  @Test
  void refusesByNameWhatCannotBeCarried() {
    assertThatThrownBy(() -> graph(new SimpleRnn.Builder().nIn(INPUTS).nOut(HIDDEN).build()))
        .isInstanceOf(NonCarryableLayerException.class)
        .hasMessageStartingWith(
            "layer 0 is a SimpleRnn: expected layers whose state can be carried");
    LSTM half = new LSTM.Builder().nIn(INPUTS).nOut(HIDDEN / 2).build();
    assertThatThrownBy(() -> graph(new Bidirectional(Bidirectional.Mode.CONCAT, half)))
        .hasMessageStartingWith("layer 0 is a Bidirectional: ");
  }

  private static TruncatedBpttGraph graph(Layer recurrent) {
    MultiLayerConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .dataType(DataType.DOUBLE)
            .list()
            .layer(recurrent)
            .layer(
                new RnnOutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                    .activation(Activation.SOFTMAX)
                    .nIn(HIDDEN)
                    .nOut(CLASSES)
                    .build())
            .build();
    Nd4j.getRandom().setSeed(7);
    TruncatedBpttGraph graph = TruncatedBpttGraph.of(configuration);
    graph.params().assign(Nd4j.randn(DataType.DOUBLE, 1, graph.numParams()));
    return graph;
  }

  private static double lossFrom(TruncatedBpttGraph graph, List<INDArray> states) {
    graph.setStates(states);
    return loss(graph, 0, STEPS);
  }

  /** Returns the steps from one position to another. */
  private static double loss(TruncatedBpttGraph graph, int from, int to) {
    graph.setInputs(inputs(from, to));
    graph.setLabels(labels(from, to));
    graph.computeGradientAndScore();
    return graph.score();
  }

  private static INDArray inputs(int from, int to) {
    INDArray inputs = Nd4j.create(DataType.DOUBLE, BATCH, INPUTS, to - from);
    for (int t = from; t < to; t++) {
      for (int b = 0; b < BATCH; b++) {
        inputs.putScalar(b, (t * 2 + b) % INPUTS, t - from, 1);
      }
    }
    return inputs;
  }

  private static INDArray labels(int from, int to) {
    INDArray labels = Nd4j.create(DataType.DOUBLE, BATCH, CLASSES, to - from);
    for (int t = from; t < to; t++) {
      for (int b = 0; b < BATCH; b++) {
        labels.putScalar(b, (t + b) % CLASSES, t - from, 1);
      }
    }
    return labels;
  }
}
