package dev.unfold.dl4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.unfold.worker.network.CentralDifferences;
import dev.unfold.worker.network.LastOutputs;
import dev.unfold.worker.network.NetworkFixture;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.network.ForeignNetworkSettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class Dl4jNetworkTest {
  private static final int STEPS = 4;
  private static final int BATCH = 3;

  static Stream<MultiLayerConfiguration> carried() {
    return Stream.of(
        Dl4jStacks.perStep(lstm(Dl4jStacks.INPUTS)),
        Dl4jStacks.perStep(lstm(Dl4jStacks.INPUTS), lstm(Dl4jStacks.HIDDEN)),
        Dl4jStacks.perStep(Dl4jStacks.embedding(2), lstm(2)),
        Dl4jStacks.perStep(
            Dl4jStacks.peepholeLstm(Dl4jStacks.INPUTS, Dl4jStacks.HIDDEN),
            new DenseLayer.Builder()
                .nIn(Dl4jStacks.HIDDEN)
                .nOut(Dl4jStacks.HIDDEN)
                .activation(Activation.TANH)
                .build()),
        lossAbove(Dl4jStacks.CLASSES));
  }

  static Stream<MultiLayerConfiguration> whole() {
    SimpleRnn rnn = new SimpleRnn.Builder().nIn(Dl4jStacks.INPUTS).nOut(Dl4jStacks.HIDDEN).build();
    LSTM half = new LSTM.Builder().nIn(Dl4jStacks.INPUTS).nOut(Dl4jStacks.HIDDEN / 2).build();
    return Stream.of(
        Dl4jStacks.perStep(rnn),
        Dl4jStacks.perStep(new Bidirectional(Bidirectional.Mode.CONCAT, half)),
        Dl4jStacks.perStep(
            new Convolution1DLayer.Builder(3)
                .nIn(Dl4jStacks.INPUTS)
                .nOut(Dl4jStacks.HIDDEN)
                .convolutionMode(org.deeplearning4j.nn.conf.ConvolutionMode.Causal)
                .activation(Activation.TANH)
                .build()),
        Dl4jStacks.perExample(new LastTimeStep(lstm(Dl4jStacks.INPUTS))),
        Dl4jStacks.perExample(
            lstm(Dl4jStacks.INPUTS), new GlobalPoolingLayer.Builder(PoolingType.AVG).build()));
  }

  @ParameterizedTest
  @MethodSource("carried")
  void gradientsOfAChunkThatBeginsWithAState(MultiLayerConfiguration configuration) {
    Chunk chunk = chunk(2);
    try (NetworkFixture network = network(configuration, chunk)) {
      assertThat(network.network.carry().width()).isPositive();
      CentralDifferences.assertGradients(network, chunk, network.randomCarry(3));
    }
  }

  @ParameterizedTest
  @MethodSource("whole")
  void gradientsOfWholeExamplesOfAnyLength(MultiLayerConfiguration configuration) {
    Chunk chunk = examples(configuration);
    try (NetworkFixture network = network(configuration, chunk)) {
      assertThat(network.network.carry().width()).isZero();
      CentralDifferences.assertGradients(network, chunk, new float[0]);
    }
  }

  /** A class that training never had has an output, but otherwise is like a missing target. */
  @ParameterizedTest
  @MethodSource("carried")
  void aTargetThatTrainingNeverHadHasNoLoss(MultiLayerConfiguration configuration) {
    Chunk missing = chunk(2);
    Chunk unseen = chunk(2);
    for (int position : new int[] {1, 4}) {
      missing.targets()[position] = Chunk.NO_TARGET;
      unseen.targets()[position] = Chunk.unseenTarget(position);
    }
    missing.filled(STEPS);
    unseen.filled(STEPS);
    try (NetworkFixture network = network(configuration, missing)) {
      float[] carry = network.randomCarry(5);
      double loss = network.meanLoss(missing, carry);
      assertThat(network.meanLoss(unseen, carry)).isEqualTo(loss);
      List<Integer> positions = new ArrayList<>();
      network.forward.outputs(unseen, (position, output) -> positions.add(position));
      assertThat(positions).contains(1, 4);
      assertThat(network.train(unseen, carry)).isEqualTo(network.train(missing, carry));
    }
  }

  @ParameterizedTest
  @MethodSource("carried")
  void chunksWithCarryAreTheWhole(MultiLayerConfiguration configuration) {
    Chunk whole = chunk(2);
    try (NetworkFixture network = network(configuration, whole)) {
      float[] carry = network.randomCarry(5);
      double expected = network.meanLoss(whole, carry) * whole.targetCount();
      float[] end = network.forward.carry().toArray();
      network.forward.carry().set(carry);
      double actual = 0;
      for (int from = 0; from < STEPS; from += 2) {
        actual += network.forward.loss(part(whole, from, Math.min(from + 2, STEPS)));
      }
      assertThat(actual).isCloseTo(expected, offset(1e-4));
      assertThat(network.forward.carry().toArray()).containsExactly(end, offset(1e-6f));
    }
  }

  @ParameterizedTest
  @MethodSource("carried")
  void trainingAndEvaluationSeeTheSame(MultiLayerConfiguration configuration) {
    Chunk chunk = chunk(2);
    try (NetworkFixture network = network(configuration, chunk)) {
      float[] carry = network.randomCarry(7);
      double evaluated = network.meanLoss(chunk, carry);
      float[] end = network.forward.carry().toArray();
      assertThat(network.train(chunk, carry)).isCloseTo(evaluated, offset(1e-5));
      assertThat(network.forward.carry().toArray()).containsExactly(end, offset(1e-6f));
    }
  }

  @ParameterizedTest
  @MethodSource("carried")
  void aChunkWithoutTargetsIsRunWithTheDropoutOfTraining(MultiLayerConfiguration configuration) {
    configuration.getConfs().forEach(conf -> dropOutHalf(conf.getLayer()));
    Chunk chunk = chunk(2);
    ForwardMode mode = ForwardMode.training(new CounterRandom(5));
    try (NetworkFixture network = network(configuration, chunk)) {
      float[] carry = network.randomCarry(7);
      network.forward.carry().set(carry);
      network.training.lossAndGradients(chunk, mode);
      float[] end = network.forward.carry().toArray();
      Arrays.fill(chunk.targets(), Chunk.NO_TARGET);
      chunk.filled(STEPS);
      network.forward.carry().set(carry);
      network.training.run(chunk, mode);
      assertThat(network.forward.carry().toArray()).isEqualTo(end);
      network.forward.carry().set(carry);
      network.forward.run(chunk);
      assertThat(network.forward.carry().toArray()).isNotEqualTo(end);
    }
  }

  private static void dropOutHalf(Layer layer) {
    layer.setIDropout(new Dropout(0.5));
  }

  @ParameterizedTest
  @MethodSource("carried")
  void aStepOfOneLaneEqualsTheWholeSequence(MultiLayerConfiguration configuration) {
    Chunk whole = NetworkFixture.chunk(STEPS, 1, 11, Dl4jStacks.INPUTS);
    float[] actual = new float[0];
    try (NetworkFixture network = network(configuration, whole)) {
      float[] carry = network.randomCarry(13);
      network.forward.carry().set(carry);
      float[] expected = LastOutputs.of(network.forward, whole, 0, Dl4jStacks.CLASSES);
      network.forward.carry().set(carry);
      for (int step = 0; step < STEPS; step++) {
        Chunk one = new Chunk(1, 1);
        one.inputs()[0] = whole.inputs()[step];
        one.targets()[0] = Chunk.NO_TARGET;
        one.filled(1);
        actual = LastOutputs.of(network.forward, one, 0, Dl4jStacks.CLASSES);
      }
      assertThat(actual).containsExactly(expected, offset(1e-5f));
    }
  }

  @Test
  void aGraphIsCarriedLikeAStack() {
    ComputationGraphConfiguration graph =
        new NeuralNetConfiguration.Builder()
            .graphBuilder()
            .addInputs("tokens")
            .addLayer("one", lstm(Dl4jStacks.INPUTS), "tokens")
            .addLayer("other", lstm(Dl4jStacks.INPUTS), "tokens")
            .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "one", "other")
            .addLayer(
                "output",
                new RnnOutputLayer.Builder(LossFunction.MCXENT)
                    .activation(Activation.SOFTMAX)
                    .nIn(Dl4jStacks.HIDDEN)
                    .nOut(Dl4jStacks.CLASSES)
                    .dataFormat(RNNFormat.NCW)
                    .build(),
                "sum")
            .setOutputs("output")
            .build();
    Chunk chunk = chunk(2);
    try (NetworkFixture network = network(graph.toJson(), chunk)) {
      assertThat(network.network.carry().width()).isEqualTo(4 * Dl4jStacks.HIDDEN);
      CentralDifferences.assertGradients(network, chunk, network.randomCarry(3));
    }
  }

  @Test
  void aResetLaneForgets() {
    Chunk chunk = chunk(2);
    chunk.resets()[1] = true;
    try (NetworkFixture network = network(Dl4jStacks.perStep(lstm(Dl4jStacks.INPUTS)), chunk)) {
      float[] carry = network.randomCarry(9);
      double loss = network.meanLoss(chunk, carry);
      for (int i = 0; i < carry.length; i++) {
        if (i / Dl4jStacks.HIDDEN % BATCH == 1) {
          carry[i] = 0;
        }
      }
      chunk.resets()[1] = false;
      assertThat(network.meanLoss(chunk, carry)).isEqualTo(loss);
      chunk.resets()[BATCH] = true;
      assertThatThrownBy(() -> network.meanLoss(chunk, carry))
          .hasMessage(
              "a lane of a DL4J network cannot be reset inside a chunk, but lane 0 does at"
                  + " step 1");
    }
  }

  @Test
  void initialValuesAreThoseOfDl4jAndOfTheSeed() {
    MultiLayerConfiguration configuration = Dl4jStacks.perStep(lstm(Dl4jStacks.INPUTS));
    Chunk chunk = chunk(2);
    try (NetworkFixture one = network(configuration, chunk);
        NetworkFixture same = network(configuration, chunk)) {
      assertThat(one.parameters.toArray()).isEqualTo(same.parameters.toArray());
      same.network.parameters().initialize(same.parameters, 2);
      assertThat(one.parameters.toArray()).isNotEqualTo(same.parameters.toArray());
      assertThat(one.network.parameters().tensors().stream().map(tensor -> tensor.name()))
          .containsExactly("0_W", "0_RW", "0_b", "1_W", "1_b");
      float[] bias = one.network.parameters().tensors().get(2).in(one.parameters).toArray();
      float[] forget = Arrays.copyOfRange(bias, Dl4jStacks.HIDDEN, 2 * Dl4jStacks.HIDDEN);
      assertThat(forget).containsOnly(1);
    }
  }

  @Test
  void refusesByNameWhatGradientsDoNotTrain() {
    Layer lstm = lstm(Dl4jStacks.INPUTS);
    refuses(
        Dl4jStacks.perStep(lstm, new BatchNormalization.Builder().nOut(Dl4jStacks.HIDDEN).build()),
        "layer 1 with parameters that no gradient moves: BatchNormalization");
    LSTM decayed =
        new LSTM.Builder().nIn(Dl4jStacks.INPUTS).nOut(Dl4jStacks.HIDDEN).l2(1e-4).build();
    refuses(Dl4jStacks.perStep(decayed), "layer 0 with L1, L2 or weight decay");
  }

  @Test
  void refusesWhatDoesNotFitTheData() {
    refuses(
        Dl4jStacks.perStep(lstm(6)),
        "expected a first layer with nIn = 3, as the data has, found 6");
    Layer squared =
        new RnnOutputLayer.Builder(LossFunction.MSE)
            .activation(Activation.IDENTITY)
            .nIn(Dl4jStacks.HIDDEN)
            .nOut(Dl4jStacks.CLASSES)
            .build();
    refuses(
        Dl4jStacks.stack(squared, lstm(Dl4jStacks.INPUTS)),
        "expected a last layer with softmax and MCXENT or NEGATIVELOGLIKELIHOOD, without weights");
    refuses(
        lossAbove(Dl4jStacks.CLASSES + 1),
        "expected a last layer with nOut = 3, as the data has, found 4");
    Layer withoutBias =
        new RnnOutputLayer.Builder(LossFunction.MCXENT)
            .activation(Activation.SOFTMAX)
            .nIn(Dl4jStacks.HIDDEN)
            .nOut(Dl4jStacks.CLASSES)
            .hasBias(false)
            .build();
    refuses(
        Dl4jStacks.stack(withoutBias, lstm(Dl4jStacks.INPUTS)),
        "expected a last RnnOutputLayer with hasBias = true");
  }

  /** Returns a loss without parameters above a dense layer. */
  private static MultiLayerConfiguration lossAbove(int classes) {
    return Dl4jStacks.stack(
        new RnnLossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build(),
        lstm(Dl4jStacks.INPUTS),
        new DenseLayer.Builder()
            .nIn(Dl4jStacks.HIDDEN)
            .nOut(classes)
            .activation(Activation.IDENTITY)
            .build());
  }

  private static void refuses(MultiLayerConfiguration configuration, String message) {
    assertThatThrownBy(() -> network(configuration, chunk(2)).close())
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("network.configuration: ")
        .hasMessageContaining(message);
  }

  private static Layer lstm(int inputs) {
    return new LSTM.Builder().nIn(inputs).nOut(Dl4jStacks.HIDDEN).build();
  }

  private static NetworkFixture network(MultiLayerConfiguration configuration, Chunk largest) {
    return network(configuration.toJson(), largest);
  }

  private static NetworkFixture network(String configuration, Chunk largest) {
    return new NetworkFixture(
        GemmProvider.JAVA.open(Precision.F32),
        new ForeignNetworkSettings(ForeignNetworkSettings.Library.DL4J, configuration),
        DataShape.forText(Dl4jStacks.INPUTS),
        largest);
  }

  private static Chunk chunk(long seed) {
    return NetworkFixture.chunk(STEPS, BATCH, seed, Dl4jStacks.INPUTS);
  }

  /**
   * Returns lanes of 4 and 2 steps and an empty one, with targets where the network has outputs.
   */
  private static Chunk examples(MultiLayerConfiguration configuration) {
    boolean perStep =
        configuration.getConf(configuration.getConfs().size() - 1).getLayer()
            instanceof RnnOutputLayer;
    Chunk chunk = chunk(4);
    int[] lengths = {STEPS, 2, 0};
    for (int position = 0; position < STEPS * BATCH; position++) {
      int step = position / BATCH;
      int length = lengths[position % BATCH];
      chunk.present()[position] = step < length;
      chunk.resets()[position] = step == 0;
      if (perStep ? step >= length : step != length - 1) {
        chunk.targets()[position] = Chunk.NO_TARGET;
      }
    }
    chunk.filled(STEPS);
    return chunk;
  }

  private static Chunk part(Chunk whole, int from, int to) {
    Chunk part = new Chunk(to - from, BATCH);
    System.arraycopy(whole.inputs(), from * BATCH, part.inputs(), 0, (to - from) * BATCH);
    System.arraycopy(whole.targets(), from * BATCH, part.targets(), 0, (to - from) * BATCH);
    part.filled(to - from);
    return part;
  }
}
