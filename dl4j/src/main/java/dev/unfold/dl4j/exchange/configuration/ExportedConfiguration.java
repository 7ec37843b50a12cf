package dev.unfold.dl4j.exchange.configuration;

import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Creates the DL4J configuration of a stack network: a {@code MultiLayerNetwork}, or a {@code
 * ComputationGraph} if a layer branches or the output depends on the last step, because there
 * {@code rnnTimeStep} can continue and the final outputs of both directions are accessible.
 */
public final class ExportedConfiguration {
  private static final String INPUT = "input";

  private final LayeredNetworkSettings settings;
  private final DataShape shape;
  private final Dl4jTrainingConfiguration training;
  private final ExportedLayers layers;

  /**
   * Prepares the configuration of a network that {@link ExpressibleNetwork} accepts.
   *
   * @param training what DL4J trains with
   */
  public ExportedConfiguration(
      LayeredNetworkSettings settings, DataShape shape, Dl4jTrainingConfiguration training) {
    this.settings = settings;
    this.shape = shape;
    this.training = training;
    layers = new ExportedLayers(settings, shape);
  }

  /** Returns the configuration in DL4J's JSON format. */
  public String json() {
    return layers.branch() || endsWithLastStep() ? graph().toJson() : stack();
  }

  private boolean endsWithLastStep() {
    return pools() && settings.encoder().pooling() == EncoderSettings.Pooling.LAST;
  }

  private boolean pools() {
    return settings.kind() == LayeredNetworkSettings.Kind.SEQUENCE_TO_VECTOR;
  }

  private NeuralNetConfiguration.Builder builder() {
    NeuralNetConfiguration.Builder builder = new NeuralNetConfiguration.Builder();
    training.updater().ifPresent(builder::updater);
    return builder;
  }

  /** Returns whether DL4J trains a text in parts; only then are states carried between them. */
  private boolean truncates() {
    return !pools() && layers.carryStates() && training.steps().isPresent();
  }

  private String stack() {
    NeuralNetConfiguration.ListBuilder list = builder().list();
    if (layers.readTokens()) {
      list.layer(embedding());
    }
    for (int i = 0; i < settings.layers().size(); i++) {
      layers.chain(i).forEach(list::layer);
    }
    if (pools()) {
      pooling().forEach(list::layer);
    } else if (truncates()) {
      list.backpropType(BackpropType.TruncatedBPTT).tBPTTLength(training.steps().getAsInt());
    }
    return list.layer(head()).build().toJson();
  }

  private ComputationGraphConfiguration graph() {
    ComputationGraphConfiguration.GraphBuilder graph =
        builder().graphBuilder().addInputs(INPUT).setOutputs(LayerNames.HEAD);
    String below = INPUT;
    if (layers.readTokens()) {
      graph.addLayer(LayerNames.EMBEDDING, embedding(), below);
      below = LayerNames.EMBEDDING;
    }
    for (int i = 0; i < settings.layers().size(); i++) {
      below = layers.addTo(graph, i, below);
    }
    if (endsWithLastStep()) {
      below = addEnd(graph, below);
    } else if (pools()) {
      below = ExportedLayers.addTo(graph, pooling(), below);
    } else if (truncates()) {
      graph.backpropType(BackpropType.TruncatedBPTT).tBPTTLength(training.steps().getAsInt());
    }
    return graph.addLayer(LayerNames.HEAD, head(), below).build();
  }

  /** Adds the final outputs of the highest layer, of both directions if it has two. */
  private String addEnd(ComputationGraphConfiguration.GraphBuilder graph, String below) {
    graph.addVertex("end", new LastTimeStepVertex(INPUT), below);
    Optional<RecurrentSettings> both = top().recurrent().filter(RecurrentSettings::bidirectional);
    return both.isPresent() ? addEnds(graph, below, both.get().hidden()) : "end";
  }

  /**
   * Adds the final outputs of both directions: the last step of the forward layer and the first
   * step of the backward layer.
   */
  private static String addEnds(
      ComputationGraphConfiguration.GraphBuilder graph, String below, int hidden) {
    graph
        .addVertex("reversed", new ReverseTimeSeriesVertex(INPUT), below)
        .addVertex("start", new LastTimeStepVertex(INPUT), "reversed")
        .addVertex("ahead", new SubsetVertex(0, hidden - 1), "end")
        .addVertex("back", new SubsetVertex(hidden, 2 * hidden - 1), "start")
        .addVertex("ends", new MergeVertex(), "ahead", "back");
    return "ends";
  }

  private LayerSettings top() {
    List<LayerSettings> all = settings.layers();
    return all.get(all.size() - 1);
  }

  private Layer embedding() {
    return new EmbeddingSequenceLayer.Builder()
        .name(LayerNames.EMBEDDING)
        .nIn(shape.input().size())
        .nOut(settings.embedding())
        .build();
  }

  /** Returns the layers that pool a sequence, of which they may take each s-th step only. */
  private List<Layer> pooling() {
    List<Layer> layers = new ArrayList<>();
    int stride = settings.encoder().stride();
    if (stride > 1) {
      layers.add(
          new Subsampling1DLayer.Builder(SubsamplingLayer.PoolingType.MAX, 1, stride)
              .convolutionMode(ConvolutionMode.Truncate)
              .name("stride")
              .build());
    }
    PoolingType type =
        settings.encoder().pooling() == EncoderSettings.Pooling.MEAN
            ? PoolingType.AVG
            : PoolingType.MAX;
    layers.add(new GlobalPoolingLayer.Builder(type).name("pooling").build());
    return layers;
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
    builder
        .nIn(layers.inputs(settings.layers().size()))
        .nOut(shape.targets())
        .dropOut(layers.retained())
        .name(LayerNames.HEAD);
    return builder.build();
  }
}
