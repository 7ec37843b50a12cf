package dev.unfold.dl4j.master;

import dev.unfold.dl4j.TruncatedBpttGraph;
import dev.unfold.dl4j.master.data.SequencePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Small networks and sequences of symbols. */
public final class MasterFixture {
  static final int CLASSES = 4;
  static final int HIDDEN = 6;
  static final int BATCH = 2;
  public static final int STEPS = 5;
  private static final long SEED = 11;

  private MasterFixture() {}

  /** Returns an LSTM that is trained with Adam and L2. */
  static MultiLayerConfiguration stack() {
    return stack(lstm(), BackpropType.TruncatedBPTT, common());
  }

  static MultiLayerConfiguration stack(
      Layer first, BackpropType type, NeuralNetConfiguration.Builder common) {
    return common.list().layer(first).layer(output()).backpropType(type).tBPTTLength(STEPS).build();
  }

  static NeuralNetConfiguration.Builder common() {
    return new NeuralNetConfiguration.Builder().seed(SEED).updater(new Adam(0.01)).l2(1e-3);
  }

  static LSTM lstm() {
    return new LSTM.Builder().nIn(CLASSES).nOut(HIDDEN).build();
  }

  static ComputationGraphConfiguration graph() {
    return common()
        .graphBuilder()
        .addInputs("in")
        .addLayer("lstm", lstm(), "in")
        .addLayer("out", output(), "lstm")
        .setOutputs("out")
        .backpropType(BackpropType.TruncatedBPTT)
        .tBPTTForwardLength(STEPS)
        .tBPTTBackwardLength(STEPS)
        .build();
  }

  private static RnnOutputLayer output() {
    return new RnnOutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
        .activation(Activation.SOFTMAX)
        .dataFormat(RNNFormat.NCW)
        .nIn(HIDDEN)
        .nOut(CLASSES)
        .build();
  }

  static MultiLayerNetwork initialized(MultiLayerConfiguration configuration) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  static ComputationGraph initialized(ComputationGraphConfiguration configuration) {
    ComputationGraph network = new ComputationGraph(configuration);
    network.init();
    return network;
  }

  /** Returns the symbols of a part of two lanes that continue from part to part. */
  public static DataSet data(int group, int part, int steps) {
    INDArray features = Nd4j.create(BATCH, CLASSES, steps);
    INDArray labels = Nd4j.create(BATCH, CLASSES, steps);
    for (int lane = 0; lane < BATCH; lane++) {
      for (int t = 0; t < steps; t++) {
        int at = part * steps + t;
        features.putScalar(lane, symbol(group, lane, at), t, 1);
        labels.putScalar(lane, symbol(group, lane, at + 1), t, 1);
      }
    }
    return new DataSet(features, labels);
  }

  private static int symbol(int group, int lane, int at) {
    return Math.floorMod((at + 3 * group + lane) * (at + 7 * lane + 1) / 3, CLASSES);
  }

  public static DataSet part(int group, int part) {
    return positioned(data(group, part, STEPS), group, part);
  }

  public static DataSet positioned(DataSet data, int group, int part) {
    List<SequencePosition> positions = new ArrayList<>();
    for (int lane = 0; lane < BATCH; lane++) {
      positions.add(new SequencePosition("lane " + group + "." + lane, part));
    }
    data.setExampleMetaData(positions);
    return data;
  }

  public static List<DataSet> parts(int group, int count) {
    List<DataSet> parts = new ArrayList<>();
    for (int part = 0; part < count; part++) {
      parts.add(part(group, part));
    }
    return parts;
  }

  /** Trains manually: each part starts from the final states of the previous one. */
  static void train(TruncatedBpttGraph graph, List<DataSet> parts) {
    graph.clearStates(BATCH);
    for (DataSet part : parts) {
      graph.fit(part.toMultiDataSet());
      graph.setStates(graph.states());
    }
  }

  /** Returns a graph with carried state and the parameters of a network. */
  static TruncatedBpttGraph carrying(MultiLayerNetwork network) {
    TruncatedBpttGraph graph = TruncatedBpttGraph.of(network.getLayerWiseConfigurations());
    graph.setParams(network.params());
    return graph;
  }

  static TruncatedBpttTrainingMaster master(
      int workers, Consumer<TruncatedBpttTrainingMaster.Builder> settings) {
    TruncatedBpttTrainingMaster.Builder builder =
        new TruncatedBpttTrainingMaster.Builder(workers, BATCH)
            .batchSizePerWorker(BATCH)
            .averagingFrequency(2);
    settings.accept(builder);
    return builder.build();
  }

  static TruncatedBpttTrainingMaster master(int workers) {
    return master(workers, builder -> {});
  }
}
