import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;
import org.deeplearning4j.nn.conf.layers.AbstractLSTM;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Writes the configurations of DL4J networks for the cases of {@code reference_models.py} into a
 * folder, as NAME.json. The widths of inputs and outputs are those of its rows.
 */
public class Dl4jConfigurations {
  private static final int WORDS = 9;
  private static final int TAGS = 7;
  private static final int SYMBOLS = 16;

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    write(folder, "text-dl4j", text());
    write(folder, "next-categories-dl4j", categories());
    write(folder, "tagger-dl4j", tagger());
    write(folder, "next-frames-dl4j", frames());
    write(folder, "next-sets-dl4j", sets());
    write(folder, "vector-dl4j-last", last());
    for (Bidirectional.Mode mode : Bidirectional.Mode.values()) {
      write(folder, "vector-dl4j-" + mode.name().toLowerCase(), bidirectional(mode));
    }
    write(folder, "vector-dl4j-graph", graph());
    write(folder, "vector-dl4j-pooling", pooling());
    write(folder, "vector-dl4j-functions", functions());
  }

  private static void write(Path folder, String name, String json) throws Exception {
    Files.writeString(folder.resolve(name + ".json"), json);
  }

  private static String stack(Layer... layers) {
    NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder().list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    return list.build().toJson();
  }

  private static GraphBuilder builder() {
    return new NeuralNetConfiguration.Builder().graphBuilder().addInputs("words");
  }

  private static LSTM.Builder lstm(int inputs, int hidden) {
    return new LSTM.Builder().nIn(inputs).nOut(hidden).activation(Activation.TANH);
  }

  private static DenseLayer dense(int inputs, int hidden, Activation activation) {
    return new DenseLayer.Builder().nIn(inputs).nOut(hidden).activation(activation).build();
  }

  private static SimpleRnn rnn(int inputs, int hidden) {
    return new SimpleRnn.Builder().nIn(inputs).nOut(hidden).activation(Activation.TANH).build();
  }

  private static EmbeddingSequenceLayer embedding(boolean bias) {
    return new EmbeddingSequenceLayer.Builder()
        .nIn(WORDS)
        .nOut(4)
        .hasBias(bias)
        .activation(bias ? Activation.TANH : Activation.IDENTITY)
        .build();
  }

  private static Layer classOfSteps(int inputs, int classes) {
    return new RnnOutputLayer.Builder(LossFunction.MCXENT)
        .activation(Activation.SOFTMAX)
        .nIn(inputs)
        .nOut(classes)
        .build();
  }

  private static Layer label(int inputs) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .activation(Activation.SOFTMAX)
        .nIn(inputs)
        .nOut(2)
        .build();
  }

  /** Returns an LSTM with peephole connections, whose class DL4J deprecates. */
  private static Layer peepholes(int inputs, int hidden) throws Exception {
    Object builder =
        Class.forName("org.deeplearning4j.nn.conf.layers.GravesLSTM$Builder")
            .getConstructor()
            .newInstance();
    return ((AbstractLSTM.Builder<?>) builder)
        .nIn(inputs)
        .nOut(hidden)
        .activation(Activation.SOFTSIGN)
        .gateActivationFunction(Activation.HARDSIGMOID)
        .build();
  }

  private static String text() {
    return stack(
        lstm(SYMBOLS, 5).dropOut(0.9).build(),
        dense(5, 4, Activation.RELU),
        classOfSteps(4, SYMBOLS));
  }

  private static String categories() {
    return stack(lstm(TAGS + 1, 5).build(), classOfSteps(5, TAGS + 1));
  }

  private static String tagger() {
    return stack(
        embedding(true),
        new Bidirectional(Bidirectional.Mode.CONCAT, lstm(4, 3).build()),
        rnn(6, 4),
        classOfSteps(4, TAGS));
  }

  private static String frames() throws Exception {
    return stack(
        peepholes(2, 4),
        new RnnOutputLayer.Builder(LossFunction.MSE)
            .activation(Activation.TANH)
            .nIn(4)
            .nOut(2)
            .build());
  }

  private static String sets() {
    return stack(
        lstm(5, 4).build(),
        new DenseLayer.Builder()
            .nIn(4)
            .nOut(5)
            .hasBias(false)
            .activation(Activation.IDENTITY)
            .build(),
        new RnnLossLayer.Builder(LossFunction.XENT).activation(Activation.SIGMOID).build());
  }

  private static String last() {
    return stack(
        embedding(false),
        new LastTimeStep(lstm(4, 5).build()),
        new DropoutLayer(0.8),
        new ElementWiseMultiplicationLayer.Builder()
            .nIn(5)
            .nOut(5)
            .activation(Activation.SIGMOID)
            .build(),
        dense(5, 2, Activation.IDENTITY),
        new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build());
  }

  private static String bidirectional(Bidirectional.Mode mode) {
    int width = mode == Bidirectional.Mode.CONCAT ? 6 : 3;
    return stack(
        embedding(false),
        new Bidirectional(mode, lstm(4, 3).build()),
        new GlobalPoolingLayer.Builder(PoolingType.AVG).build(),
        label(width));
  }

  private static Layer convolution(int width, int dilation, ConvolutionMode mode) {
    return new Convolution1DLayer.Builder(width)
        .nIn(4)
        .nOut(4)
        .dilation(dilation)
        .convolutionMode(mode)
        .activation(Activation.TANH)
        .build();
  }

  private static String graph() {
    return builder()
        .addLayer("embedding", embedding(false), "words")
        .addLayer("same.3", convolution(3, 1, ConvolutionMode.Same), "embedding")
        .addLayer("same.4", convolution(4, 1, ConvolutionMode.Same), "embedding")
        .addLayer("causal", convolution(2, 2, ConvolutionMode.Causal), "embedding")
        .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "same.3", "same.4")
        .addVertex(
            "difference", new ElementWiseVertex(ElementWiseVertex.Op.Subtract), "sum", "causal")
        .addVertex("product", new ElementWiseVertex(ElementWiseVertex.Op.Product), "sum", "causal")
        .addVertex("mean", new ElementWiseVertex(ElementWiseVertex.Op.Average), "sum", "product")
        .addVertex("largest", new ElementWiseVertex(ElementWiseVertex.Op.Max), "sum", "causal")
        .addVertex("all", new MergeVertex(), "difference", "mean", "largest")
        .addVertex("some", new SubsetVertex(1, 9), "all")
        .addVertex("shifted", new ShiftVertex(0.5), "some")
        .addVertex("scaled", new ScaleVertex(1.5), "shifted")
        .addVertex("mirrored", new ReverseTimeSeriesVertex("words"), "scaled")
        .addLayer("rnn", rnn(9, 4), "mirrored")
        .addVertex("last", new LastTimeStepVertex("words"), "rnn")
        .addLayer("label", label(4), "last")
        .setOutputs("label")
        .build()
        .toJson();
  }

  private static String pooling() {
    GraphBuilder builder =
        builder()
            .addLayer("embedding", embedding(false), "words")
            .addLayer("rnn", rnn(4, 3), "embedding");
    List<PoolingType> types =
        List.of(PoolingType.MAX, PoolingType.AVG, PoolingType.SUM, PoolingType.PNORM);
    for (PoolingType type : types) {
      builder.addLayer(type.name(), new GlobalPoolingLayer.Builder(type).pnorm(3).build(), "rnn");
    }
    return builder
        .addVertex("all", new MergeVertex(), "MAX", "AVG", "SUM", "PNORM")
        .addLayer("label", label(12), "all")
        .setOutputs("label")
        .build()
        .toJson();
  }

  private static String functions() {
    GraphBuilder builder =
        builder()
            .addLayer("embedding", embedding(false), "words")
            .addLayer("last", new LastTimeStep(rnn(4, 3)), "embedding");
    List<Activation> functions =
        List.of(
            Activation.IDENTITY,
            Activation.TANH,
            Activation.SIGMOID,
            Activation.RELU,
            Activation.RELU6,
            Activation.LEAKYRELU,
            Activation.ELU,
            Activation.SELU,
            Activation.SOFTPLUS,
            Activation.SOFTSIGN,
            Activation.SOFTMAX,
            Activation.SWISH,
            Activation.MISH,
            Activation.HARDTANH,
            Activation.HARDSIGMOID,
            Activation.CUBE);
    String[] names = functions.stream().map(Activation::name).toArray(String[]::new);
    for (Activation function : functions) {
      builder.addLayer("dense-" + function, dense(3, 2, Activation.IDENTITY), "last");
      builder.addLayer(function.name(), new ActivationLayer(function), "dense-" + function);
    }
    return builder
        .addVertex("all", new MergeVertex(), names)
        .addLayer("label", label(2 * names.length), "all")
        .setOutputs("label")
        .build()
        .toJson();
  }
}
