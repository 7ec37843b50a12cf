package dev.unfold.dl4j.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unfold.dl4j.network.Dl4jStacks;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.model.ModelSignature;
import dev.unfold.driver.storage.commit.AlreadyCommittedException;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.commit.CommitTransaction;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.ModelFormatException;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.model.Vocabularies;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.InputShape;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.EncoderSettings.Pooling;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A file that DL4J saved becomes a model with the same outputs. */
class Dl4jImportTest {
  private static final Configuration CONFIGURATION = new Configuration();
  private static final double TOLERANCE = 1e-5;
  private static final int HIDDEN = 4;

  @TempDir private Path directory;

  static Stream<ExchangeCase> cases() {
    return ExchangeCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aRoundTripChangesNothing(ExchangeCase exchangeCase) throws IOException {
    ModelFolder folder = imported(export(exchangeCase), Optional.empty());
    Model model = folder.read();
    assertThat(model.config()).isEqualTo(exchangeCase.model().config());
    assertThat(model.symbols()).isEqualTo(exchangeCase.symbols());
    assertThat(model.parameters()).isEqualTo(exchangeCase.model().parameters());
    assertThat(folder.metrics()).containsEntry("parametersSha256", exchangeCase.model().sha256());
  }

  @Test
  void aTiedSoftmaxThatDl4jTrainedOnIsNoLongerTied() throws IOException {
    ExchangeCase exchangeCase = ExchangeCase.languageModel(CellKind.LSTM, 1, ExchangeCase.tied());
    Path file = Path.of(export(exchangeCase));
    MultiLayerNetwork network = ModelSerializer.restoreMultiLayerNetwork(file.toFile());
    learn(network, exchangeCase.shape());
    ModelSerializer.writeModel(network, file.toFile(), true);
    Model model =
        imported(file.toString(), Optional.of(ModelSignature.of(committed(exchangeCase, "like"))))
            .read();
    assertThat(settings(model).output()).isEqualTo(OutputSettings.softmax());
    assertSame(model, network);
  }

  private static LayeredNetworkSettings settings(Model model) {
    return (LayeredNetworkSettings) model.config().network();
  }

  private static void learn(MultiLayerNetwork network, DataShape shape) {
    SequenceExamples sequences = new SequenceExamples(shape, 6, 6);
    INDArray before = network.params().dup();
    network.fit(sequences.inputs(), sequences.targets());
    assertThat(network.params()).isNotEqualTo(before);
  }

  @Test
  void whatDl4jTrainedOneHotReadsTokensThroughTheIdentity() throws IOException {
    Path vocabulary = Files.writeString(directory.resolve("vocabulary.txt"), "<unk>\na\nb\n\\n\n");
    MultiLayerNetwork network = network(lstm(4), lstm(HIDDEN), softmax(4));
    learn(network, new DataShape(InputShape.ofFrames(4), DataShape.Target.CLASSES, 4));
    ModelSignature signature = ModelSignature.ofVocabulary(vocabulary.toString(), CONFIGURATION);
    Model model = imported(save(network), Optional.of(signature)).read();
    assertThat(model.config().preprocessing())
        .isEqualTo(new Preprocessing.Text(CorpusSettings.Unit.CHAR, CorpusSettings.Document.NONE));
    assertThat(settings(model).embedding()).isEqualTo(4);
    SequenceExamples sequences = new SequenceExamples(model.config().shape(), 6, 6);
    assertSame(sequences.outputs(model), network.output(oneHot(sequences)));
  }

  private static INDArray oneHot(SequenceExamples sequences) {
    INDArray ids = sequences.inputs();
    INDArray hot = Nd4j.zeros(ids.size(0), sequences.shape().input().size(), ids.size(2));
    for (int lane = 0; lane < ids.size(0); lane++) {
      for (int step = 0; step < ids.size(2); step++) {
        hot.putScalar(lane, ids.getInt(lane, 0, step), step, 1);
      }
    }
    return hot;
  }

  @Test
  void aNetworkWithoutUnknownTokenIsGivenOne() throws IOException {
    Path vocabulary = Files.writeString(directory.resolve("v.txt"), "<unk>\nx\na\nb\n\\n\n");
    MultiLayerNetwork network = network(lstm(4), softmax(4));
    ModelSignature signature = ModelSignature.ofVocabulary(vocabulary.toString(), CONFIGURATION);
    Model model = imported(save(network), Optional.of(signature)).read();
    assertThat(model.config().shape()).isEqualTo(DataShape.forText(5));
    SequenceExamples sequences = new SequenceExamples(DataShape.forText(4), 6, 6);
    float[][][] outputs = sequences.outputs(model, 1);
    for (float[][] step : outputs) {
      for (int lane = 0; lane < step.length; lane++) {
        assertThat(step[lane][0]).isPositive().isLessThan(1e-8f);
        step[lane] = Arrays.copyOfRange(step[lane], 1, 5);
      }
    }
    assertSame(outputs, network.output(oneHot(sequences)));
  }

  @Test
  void tokensOfMoreThanOneCharacterAreWordsAndABoundaryEndsALine() throws IOException {
    Path file = Files.writeString(directory.resolve("words.txt"), "<unk>\n<doc>\nto\nbe\n");
    assertThat(ModelSignature.ofVocabulary(file.toString(), CONFIGURATION).preprocessing())
        .isEqualTo(new Preprocessing.Text(CorpusSettings.Unit.WORD, CorpusSettings.Document.LINE));
  }

  static Stream<Arguments> stacksOfDl4j() {
    Layer rnn = new SimpleRnn.Builder().nIn(2).nOut(HIDDEN).activation(Activation.TANH).build();
    Layer frames =
        new OutputLayer.Builder(LossFunction.MSE)
            .activation(Activation.IDENTITY)
            .nIn(HIDDEN)
            .nOut(2)
            .build();
    return Stream.of(
        Arguments.of(
            ExchangeCase.vector(CellKind.RNN, 1, false, Pooling.LAST, InputSettings.Kind.FRAMES),
            new Layer[] {new LastTimeStep(rnn), frames}),
        Arguments.of(
            ExchangeCase.vector(CellKind.RNN, 1, false, Pooling.MAX, InputSettings.Kind.FRAMES),
            new Layer[] {rnn, new GlobalPoolingLayer(PoolingType.MAX), frames}),
        Arguments.of(
            ExchangeCase.tagger(
                CellKind.LSTM, 2, true, InputSettings.Kind.WORDS, TargetSettings.Kind.TAGS),
            new Layer[] {
              new EmbeddingSequenceLayer.Builder().nIn(5).nOut(3).build(),
              new Bidirectional(lstm(3)),
              new Bidirectional(lstm(2 * HIDDEN)),
              new RnnOutputLayer.Builder(LossFunction.NEGATIVELOGLIKELIHOOD)
                  .activation(Activation.SOFTMAX)
                  .nIn(2 * HIDDEN)
                  .nOut(3)
                  .build()
            }),
        Arguments.of(
            ExchangeCase.tagger(
                CellKind.LSTM, 2, false, InputSettings.Kind.WORDS, TargetSettings.Kind.TAGS),
            new Layer[] {
              new EmbeddingSequenceLayer.Builder().nIn(5).nOut(3).build(),
              new SimpleRnn.Builder().nIn(3).nOut(6).activation(Activation.TANH).build(),
              new LSTM.Builder().nIn(6).nOut(5).activation(Activation.TANH).build(),
              new RnnOutputLayer.Builder(LossFunction.NEGATIVELOGLIKELIHOOD)
                  .activation(Activation.SOFTMAX)
                  .nIn(5)
                  .nOut(3)
                  .build()
            }));
  }

  @ParameterizedTest
  @MethodSource("stacksOfDl4j")
  void whatUsersOfDl4jWriteIsRecognized(ExchangeCase like, Layer... layers) throws IOException {
    MultiLayerNetwork network = network(layers);
    Model model =
        imported(save(network), Optional.of(ModelSignature.of(committed(like, "m")))).read();
    assertThat(model.config().network().kind()).isEqualTo(like.network().kind());
    assertThat(model.symbols()).isInstanceOf(Vocabularies.TableSchema.class);
    assertSame(model, network);
  }

  private static void assertSame(Model model, MultiLayerNetwork network) {
    SequenceExamples sequences = new SequenceExamples(model.config().shape(), 6, 6);
    assertSame(sequences.outputs(model), network.output(sequences.inputs()));
  }

  /** Compares the outputs of every step, or of the last one. */
  private static void assertSame(float[][][] outputs, INDArray actual) {
    int last = outputs.length - 1;
    for (int step = actual.rank() == 3 ? 0 : last; step <= last; step++) {
      for (int lane = 0; lane < outputs[step].length; lane++) {
        for (int i = 0; i < outputs[step][lane].length; i++) {
          double value =
              actual.rank() == 3 ? actual.getDouble(lane, i, step) : actual.getDouble(lane, i);
          assertThat(value).isCloseTo(outputs[step][lane][i], within(TOLERANCE));
        }
      }
    }
  }

  static Stream<Arguments> foreign() {
    return Stream.of(
        Arguments.of(
            "0, which is a GravesLSTM",
            new Layer[] {Dl4jStacks.peepholeLstm(4, HIDDEN), softmax(4)}),
        Arguments.of(
            "hard, which has the activation hardsigmoid",
            new Layer[] {
              new LSTM.Builder()
                  .name("hard")
                  .nIn(4)
                  .nOut(HIDDEN)
                  .activation(Activation.TANH)
                  .gateActivationFunction(Activation.HARDSIGMOID)
                  .build(),
              softmax(4)
            }),
        Arguments.of(
            "0, which is a Bidirectional of ADD",
            new Layer[] {new Bidirectional(Bidirectional.Mode.ADD, lstm(4)), softmax(4)}),
        Arguments.of(
            "1, which has a RnnToFeedForwardPreProcessor before it",
            new Layer[] {lstm(4), new DenseLayer.Builder().nOut(HIDDEN).build(), softmax(4)}),
        Arguments.of(
            "1, which has the loss",
            new Layer[] {
              lstm(4),
              new RnnOutputLayer.Builder(LossFunction.L1)
                  .activation(Activation.IDENTITY)
                  .nIn(HIDDEN)
                  .nOut(4)
                  .build()
            }));
  }

  @ParameterizedTest
  @MethodSource("foreign")
  void otherLayersAreNamed(String why, Layer... layers) throws IOException {
    ModelSignature signature = signature();
    String file = save(network(layers));
    assertThat(Dl4jImport.read(file, Optional.of(signature), new Configuration()).foreign())
        .hasValueSatisfying(foreign -> assertThat(foreign).contains(why));
  }

  private ModelSignature signature() throws IOException {
    return ModelSignature.of(
        committed(ExchangeCase.languageModel(CellKind.LSTM, 1, OutputSettings.softmax()), "other"));
  }

  @Test
  void theSignatureMustFit() throws IOException {
    String file = save(network(lstm(4), softmax(4)));
    ModelSignature signature = signature();
    assertThatThrownBy(() -> imported(file, Optional.of(signature)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("7 tokens that puts out 7 classes at every step")
        .hasMessageContaining("one of 4 tokens that puts out 4 classes at every step");
    assertThatThrownBy(() -> imported(file, Optional.empty()))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("--vocabulary or --like");
  }

  @Test
  void nothingIsOverwritten() throws IOException {
    String file = export(ExchangeCase.languageModel(CellKind.RNN, 1, OutputSettings.softmax()));
    Path taken = Files.createDirectory(directory.resolve("imported"));

    assertThatThrownBy(() -> imported(file, Optional.empty()))
        .isInstanceOf(AlreadyCommittedException.class);
    assertThat(taken).isEmptyDirectory();
  }

  private ModelFolder imported(String file, Optional<ModelSignature> signature) throws IOException {
    return new Dl4jFormat()
        .read(file, signature, CONFIGURATION)
        .write(directory.resolve("imported").toString(), CONFIGURATION);
  }

  private ModelFolder committed(ExchangeCase exchangeCase, String name) throws IOException {
    return ModelFolder.of(
        new CommitTransaction(
                CommitFolder.open(directory.toString(), CONFIGURATION),
                name,
                files -> ModelFolder.write(files, exchangeCase.model(), Map.of(), Map.of()))
            .run());
  }

  private String export(ExchangeCase exchangeCase) throws IOException {
    Path file = directory.resolve("model.zip");
    Dl4jExport.write(committed(exchangeCase, "model"), file.toString(), CONFIGURATION);
    return file.toString();
  }

  private String save(MultiLayerNetwork network) throws IOException {
    Path file = directory.resolve("network.zip");
    ModelSerializer.writeModel(network, file.toFile(), true);
    return file.toString();
  }

  private static MultiLayerNetwork network(Layer... layers) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder().seed(3).updater(new Adam(0.01)).list(layers);
    if (layers[1] instanceof DenseLayer) {
      list.setInputType(InputType.recurrent(4));
    }
    MultiLayerNetwork network = new MultiLayerNetwork(list.build());
    network.init();
    return network;
  }

  private static LSTM lstm(int inputs) {
    return new LSTM.Builder().nIn(inputs).nOut(HIDDEN).activation(Activation.TANH).build();
  }

  private static RnnOutputLayer softmax(int classes) {
    return new RnnOutputLayer.Builder(LossFunction.MCXENT)
        .activation(Activation.SOFTMAX)
        .nIn(HIDDEN)
        .nOut(classes)
        .build();
  }
}
