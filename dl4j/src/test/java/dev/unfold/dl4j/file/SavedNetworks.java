package dev.unfold.dl4j.file;

import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small DL4J networks and the files that DL4J saves for them. */
final class SavedNetworks {
  static final int INPUTS = 3;
  static final int HIDDEN = 4;

  private SavedNetworks() {}

  static MultiLayerConfiguration stack(DataType numbers) {
    return builder(numbers).list().layer(lstm()).layer(output()).build();
  }

  static ComputationGraphConfiguration graph() {
    return builder(DataType.FLOAT)
        .graphBuilder()
        .addInputs("input")
        .addLayer("lstm", lstm(), "input")
        .addLayer("output", output(), "lstm")
        .setOutputs("output")
        .build();
  }

  private static NeuralNetConfiguration.Builder builder(DataType numbers) {
    return new NeuralNetConfiguration.Builder()
        .seed(Long.MAX_VALUE)
        .dataType(numbers)
        .updater(new Adam(0.01))
        .weightInit(new WeightInitDistribution(new NormalDistribution(0, 0.1)));
  }

  private static LSTM lstm() {
    return new LSTM.Builder().nIn(INPUTS).nOut(HIDDEN).dropOut(0.5).build();
  }

  private static RnnOutputLayer output() {
    return new RnnOutputLayer.Builder(LossFunction.MCXENT)
        .activation(Activation.SOFTMAX)
        .nIn(HIDDEN)
        .nOut(2)
        .build();
  }

  static MultiLayerNetwork network(MultiLayerConfiguration configuration) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  static ComputationGraph network(ComputationGraphConfiguration configuration) {
    ComputationGraph network = new ComputationGraph(configuration);
    network.init();
    return network;
  }

  /** Saves a network with the state of its updater. */
  static void save(Model network, Path file) throws IOException {
    ModelSerializer.writeModel(network, file.toFile(), true);
  }
}
