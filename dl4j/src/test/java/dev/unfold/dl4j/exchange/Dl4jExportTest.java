package dev.unfold.dl4j.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.dl4j.file.Dl4jConfiguration;
import dev.unfold.dl4j.file.Dl4jFile;
import dev.unfold.dl4j.file.Dl4jFileReader;
import dev.unfold.driver.storage.fs.StorageException;
import dev.unfold.worker.model.ModelFormatException;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.network.Activation;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.DenseSettings;
import dev.unfold.worker.settings.network.DilatedConvolutionSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayerNormalizationSettings;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.LstmSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.network.RnnSettings;
import dev.unfold.worker.settings.network.TimeDelaySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** DL4J's own reader opens exported models, and their outputs equal those of Unfold. */
class Dl4jExportTest {
  private static final Configuration CONFIGURATION = new Configuration();

  @TempDir private Path directory;
  private int exported;

  static Stream<ExchangeCase> cases() {
    return ExchangeCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void wholeSequences(ExchangeCase exchangeCase) throws IOException {
    Dl4jExport export = export(exchangeCase, Map.of());
    if (exchangeCase.seesMasks()) {
      ExportedFiles.assertSame(exchangeCase, export, 6, 3, 1);
      ExportedFiles.assertSame(exchangeCase, export, 20, 9, 1);
    }
    ExportedFiles.assertSame(exchangeCase, export, 6, 6);
    ExportedFiles.assertSame(exchangeCase, export, 1);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void stepByStep(ExchangeCase exchangeCase) throws IOException {
    if (!exchangeCase.steps()) {
      return;
    }
    SequenceExamples sequences = new SequenceExamples(exchangeCase.shape(), 6, 6);
    float[][][] expected = sequences.outputs(exchangeCase.model());
    Dl4jExport export = export(exchangeCase, Map.of());
    Stepping network = stepping(export);
    for (int step = 0; step < sequences.steps(); step++) {
      INDArray input =
          sequences
              .inputs()
              .get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(step, step + 1));
      INDArray actual = network.step(input.dup());
      for (int lane = 0; lane < 2; lane++) {
        ExportedFiles.assertClose(
            exchangeCase.pools()
                ? actual.getRow(lane)
                : actual.get(NDArrayIndex.point(lane), NDArrayIndex.all(), NDArrayIndex.point(0)),
            expected[step][lane]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void dl4jTrainsOn(ExchangeCase exchangeCase) throws IOException {
    Dl4jExport export = export(exchangeCase, settings("adam", 0));
    SequenceExamples sequences = new SequenceExamples(exchangeCase.shape(), 6, 6);
    INDArray targets = sequences.targets();
    if (exchangeCase.pools()) {
      targets = targets.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(0)).dup();
    }
    INDArray trained;
    if (export.configuration() instanceof Dl4jConfiguration.Graph) {
      ComputationGraph graph = ExportedFiles.graph(export);
      graph.fit(new INDArray[] {sequences.inputs()}, new INDArray[] {targets});
      trained = graph.params();
    } else {
      MultiLayerNetwork stack = ExportedFiles.stack(export);
      stack.fit(sequences.inputs(), targets);
      trained = stack.params();
    }
    float[] before =
        ParameterMapping.of(exchangeCase.model().network(), exchangeCase.network())
            .toDl4j(exchangeCase.model().parameters());
    float[] after = trained.dup().data().asFloat();
    assertThat(after).hasSameSizeAs(before).isNotEqualTo(before).doesNotContain(Float.NaN);
  }

  private interface Stepping {
    INDArray step(INDArray input);
  }

  private static Stepping stepping(Dl4jExport export) throws IOException {
    if (export.configuration() instanceof Dl4jConfiguration.Graph) {
      ComputationGraph graph = ExportedFiles.graph(export);
      return input -> graph.rnnTimeStep(input)[0];
    }
    MultiLayerNetwork stack = ExportedFiles.stack(export);
    return stack::rnnTimeStep;
  }

  @Test
  void theUpdaterIsThatOfTheTraining() throws IOException {
    assertThat(updater("sgd", 0)).isEqualTo(new Sgd(0.5));
    assertThat(updater("sgd", 0.9)).isEqualTo(new Nesterovs(0.5, 0.9));
    assertThat(updater("rmsprop", 0)).isEqualTo(new RmsProp(0.5, 0.95, 1e-7));
    assertThat(updater("adagrad", 0)).isEqualTo(new AdaGrad(0.5, 1e-7));
    assertThat(updater("adam", 0)).isEqualTo(new Adam(0.5, 0.8, 0.9, 1e-7));
  }

  @Test
  void theDropoutOfUnitsIsBeforeTheConvolutionsThatReadThem() throws IOException {
    LayerSettings layer =
        new DilatedConvolutionSettings(4, 2, List.of(1), 1, 3, Activation.LINEAR, 0.4);
    ExchangeCase exchangeCase =
        ExchangeCase.languageModel(List.of(layer), OutputSettings.softmax());
    ComputationGraph graph = ExportedFiles.graph(export(exchangeCase, Map.of()));

    assertThat(graph.getLayers())
        .extracting(exported -> exported.conf().getLayer().getIDropout())
        .containsOnlyOnce(new Dropout(0.6));
  }

  private IUpdater updater(String kind, double momentum) throws IOException {
    MultiLayerConfiguration layers =
        ExportedFiles.stack(export(languageModel(), settings(kind, momentum)))
            .getLayerWiseConfigurations();
    assertThat(layers.getBackpropType()).isEqualTo(BackpropType.TruncatedBPTT);
    assertThat(layers.getTbpttFwdLength()).isEqualTo(35);
    assertThat(layers.getTbpttBackLength()).isEqualTo(35);
    LSTM lstm = (LSTM) layers.getConf(1).getLayer();
    assertThat(lstm.getIDropout()).isEqualTo(new Dropout(0.75));
    return lstm.getIUpdater();
  }

  private static Map<String, Object> settings(String kind, double momentum) {
    String optimizer = "training.optimizer.";
    return Map.of(
        "settings",
        Map.of(
            "training.steps",
            35,
            optimizer + "kind",
            kind,
            optimizer + "learning-rate",
            0.5,
            optimizer + "momentum",
            momentum,
            optimizer + "decay",
            0.95,
            optimizer + "beta1",
            0.8,
            optimizer + "beta2",
            0.9,
            optimizer + "epsilon",
            1e-7));
  }

  @Test
  void whatDl4jDoesNotHaveIsRefusedByName() {
    assertRefused(
        ExchangeCase.languageModel(CellKind.GRU, 1, OutputSettings.softmax()),
        "network.layers[0].type = gru");
    assertRefused(
        ExchangeCase.languageModel(
            CellKind.LSTM,
            1,
            new OutputSettings(OutputSettings.Kind.ADAPTIVE, List.of(3), 2, false, false)),
        "network.output.kind = adaptive");
    assertRefused(
        ExchangeCase.languageModel(
            CellKind.LSTM,
            1,
            new OutputSettings(OutputSettings.Kind.SOFTMAX, List.of(), 1, false, true)),
        "network.output.recurrent = true");
    assertRefused(
        ExchangeCase.languageModel(
            List.of(ConvolutionCases.timeDelay(Activation.TANH, -3, -1, 0)),
            OutputSettings.softmax()),
        "expected evenly spaced offsets, as a Convolution1DLayer of DL4J has them, found"
            + " network.layers[0].offsets = [-3, -1, 0]");
    assertRefused(
        ExchangeCase.languageModel(
            List.of(new TimeDelaySettings(4, List.of(-1, 0), Activation.TANH, true)),
            OutputSettings.softmax()),
        "network.layers[0].direct-connections = true");
    assertRefused(
        ExchangeCase.languageModel(
            List.of(new LayerNormalizationSettings()), OutputSettings.softmax()),
        "network.layers[0].type = layer-normalization");
    assertRefused(
        ExchangeCase.languageModel(
            List.of(new LstmSettings(5, false, 0), new LstmSettings(5, false, 0, true, false)),
            OutputSettings.softmax()),
        "network.layers[1].residual = true");
    assertRefused(
        ExchangeCase.languageModel(
            List.of(new RnnSettings(5, false, false, true)), OutputSettings.softmax()),
        "network.layers[0].second-bias = true");
  }

  @Test
  void aDenseLayerOverTheEndsOfBothDirectionsIsRefused() {
    List<LayerSettings> layers =
        List.of(
            RecurrentSettings.of(CellKind.LSTM, 4, true, 0),
            new DenseSettings(4, Activation.TANH, false));
    assertRefused(
        ExchangeCase.vector(layers, EncoderSettings.Pooling.LAST, InputSettings.Kind.WORDS),
        "network.encoder.pooling = last");
  }

  @Test
  void onlyStatesThatDl4jCarriesAreTruncated() throws IOException {
    ExchangeCase convolution =
        ExchangeCase.languageModel(
            List.of(ConvolutionCases.timeDelay(Activation.TANH, -1, 0)), OutputSettings.softmax());
    assertThat(
            ExportedFiles.stack(export(convolution, settings("sgd", 0)))
                .getLayerWiseConfigurations()
                .getBackpropType())
        .isEqualTo(BackpropType.Standard);
  }

  private void assertRefused(ExchangeCase exchangeCase, String why) {
    assertThatThrownBy(() -> export(exchangeCase, Map.of()))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(why);
    assertThat(directory.resolve("model0.zip")).doesNotExist();
  }

  @Test
  void nothingIsOverwritten() throws IOException {
    Path file = Files.writeString(directory.resolve("model0.zip"), "mine");
    assertThatThrownBy(() -> export(languageModel(), Map.of()))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("cannot write file:" + file);
    assertThat(file).hasContent("mine");
  }

  @Test
  void theFileContainsWhatUnfoldNeeds() throws IOException {
    Dl4jExport export = export(languageModel(), Map.of());
    Dl4jFile file = Dl4jFileReader.read(export.path(), CONFIGURATION);
    assertThat(file.extras()).containsOnlyKeys("config.json", "vocabulary.txt");
    assertThat(file.configuration().parameterCount())
        .isEqualTo((int) languageModel().model().network().parameters().parameterCount());
  }

  private static ExchangeCase languageModel() {
    return ExchangeCase.languageModel(CellKind.LSTM, 1, OutputSettings.softmax());
  }

  private Dl4jExport export(ExchangeCase exchangeCase, Map<String, Object> provenance)
      throws IOException {
    return ExportedFiles.export(exchangeCase, directory, "model" + exported++, provenance);
  }
}
