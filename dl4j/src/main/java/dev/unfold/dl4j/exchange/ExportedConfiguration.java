package dev.unfold.dl4j.exchange;

import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Creates the DL4J configuration of a stack network: a {@code MultiLayerNetwork}, or a {@code
 * ComputationGraph} if the output depends on the last step, because there {@code rnnTimeStep} can
 * continue and the final outputs of both directions are accessible.
 *
 * <p>Dropout is before each recurrent layer and before the output layer, as in Unfold; DL4J's
 * number is the probability of keeping a value.
 */
final class ExportedConfiguration {
  private static final String INPUT = "input";
  private static final String EMBEDDING = "embedding";
  private static final String HEAD = "head";

  private final LayeredNetworkSettings settings;
  private final DataShape shape;
  private final Dl4jTrainingConfiguration training;

  ExportedConfiguration(
      LayeredNetworkSettings settings, DataShape shape, Dl4jTrainingConfiguration training) {
    this.settings = settings;
    this.shape = shape;
    this.training = training;
  }

  /** Returns the configuration in DL4J's JSON format. */
  String json() {
    return settings.kind() == LayeredNetworkSettings.Kind.SEQUENCE_TO_VECTOR
            && settings.encoder().pooling() == EncoderSettings.Pooling.LAST
        ? graph().toJson()
        : stack();
  }

  private NeuralNetConfiguration.Builder builder() {
    NeuralNetConfiguration.Builder builder = new NeuralNetConfiguration.Builder();
    training.updater().ifPresent(builder::updater);
    return builder;
  }

  private String stack() {
    NeuralNetConfiguration.ListBuilder list = builder().list();
    if (isOfTokens()) {
      list.layer(embedding());
    }
    for (int i = 0; i < settings.layers().size(); i++) {
      list.layer(recurrent(i));
    }
    if (settings.kind() == LayeredNetworkSettings.Kind.SEQUENCE_TO_VECTOR) {
      list.layer(new GlobalPoolingLayer(pooling()));
    } else if (settings.context().isCausal() && training.steps().isPresent()) {
      list.backpropType(BackpropType.TruncatedBPTT).tBPTTLength(training.steps().getAsInt());
    }
    return list.layer(head()).build().toJson();
  }

  private ComputationGraphConfiguration graph() {
    ComputationGraphConfiguration.GraphBuilder graph =
        builder().graphBuilder().addInputs(INPUT).setOutputs(HEAD);
    String below = INPUT;
    if (isOfTokens()) {
      graph.addLayer(EMBEDDING, embedding(), below);
      below = EMBEDDING;
    }
    for (int i = 0; i < settings.layers().size(); i++) {
      graph.addLayer(nameOf(i), recurrent(i), below);
      below = nameOf(i);
    }
    String ends = top().bidirectional() ? addEnds(graph, below) : addEnd(graph, below);
    return graph.addLayer(HEAD, head(), ends).build();
  }

  private static String addEnd(ComputationGraphConfiguration.GraphBuilder graph, String below) {
    graph.addVertex("end", new LastTimeStepVertex(INPUT), below);
    return "end";
  }

  /**
   * Adds the final outputs of both directions: the last step of the forward layer and the first
   * step of the backward layer.
   */
  private String addEnds(ComputationGraphConfiguration.GraphBuilder graph, String below) {
    int hidden = top().hidden();
    addEnd(graph, below);
    graph
        .addVertex("reversed", new ReverseTimeSeriesVertex(INPUT), below)
        .addVertex("start", new LastTimeStepVertex(INPUT), "reversed")
        .addVertex("ahead", new SubsetVertex(0, hidden - 1), "end")
        .addVertex("back", new SubsetVertex(hidden, 2 * hidden - 1), "start")
        .addVertex("ends", new MergeVertex(), "ahead", "back");
    return "ends";
  }

  private boolean isOfTokens() {
    return shape.input() == DataShape.Input.TOKENS;
  }

  private static String nameOf(int layer) {
    return "layers." + layer;
  }

  private Layer embedding() {
    return new EmbeddingSequenceLayer.Builder()
        .name(EMBEDDING)
        .nIn(shape.inputs())
        .nOut(settings.embedding())
        .build();
  }

  /** Returns whether DL4J has a layer of these equations. */
  static boolean isExpressible(RecurrentSettings layer) {
    return layer.cell() != CellKind.GRU;
  }

  private RecurrentSettings layer(int index) {
    return settings.layers().get(index).recurrent().orElseThrow();
  }

  private RecurrentSettings top() {
    return layer(settings.layers().size() - 1);
  }

  private Layer recurrent(int index) {
    RecurrentSettings settingsOfLayer = layer(index);
    BaseRecurrentLayer.Builder<?> builder =
        settingsOfLayer.cell() == CellKind.LSTM
            ? new LSTM.Builder().forgetGateBiasInit(settingsOfLayer.forgetBias())
            : new SimpleRnn.Builder();
    int inputs = isOfTokens() ? settings.embedding() : shape.inputs();
    builder
        .nIn(index == 0 ? inputs : layer(index - 1).width(inputs))
        .nOut(settingsOfLayer.hidden())
        .activation(Activation.TANH)
        .dropOut(retained())
        .name(nameOf(index));
    BaseRecurrentLayer layer = builder.build();
    if (!settingsOfLayer.bidirectional()) {
      return layer;
    }
    Bidirectional both = new Bidirectional(Bidirectional.Mode.CONCAT, layer);
    both.setLayerName(nameOf(index));
    return both;
  }

  /** Returns the probability of keeping a value; DL4J treats both 0 and 1 as no dropout. */
  private double retained() {
    return 1 - settings.dropout();
  }

  private PoolingType pooling() {
    return settings.encoder().pooling() == EncoderSettings.Pooling.MEAN
        ? PoolingType.AVG
        : PoolingType.MAX;
  }

  private Layer head() {
    BaseOutputLayer.Builder<?> builder =
        settings.kind() == LayeredNetworkSettings.Kind.SEQUENCE_TO_VECTOR
            ? new OutputLayer.Builder()
            : new RnnOutputLayer.Builder().dataFormat(RNNFormat.NCW);
    switch (shape.target()) {
      case CLASSES -> builder.lossFunction(LossFunction.MCXENT).activation(Activation.SOFTMAX);
      case SETS -> builder.lossFunction(LossFunction.XENT).activation(Activation.SIGMOID);
      case FRAMES -> builder.lossFunction(LossFunction.L2).activation(Activation.IDENTITY);
    }
    builder.nIn(top().width(0)).nOut(shape.targets()).dropOut(retained()).name(HEAD);
    return builder.build();
  }
}
