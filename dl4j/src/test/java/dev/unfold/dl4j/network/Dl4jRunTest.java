package dev.unfold.dl4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.training.EpochSummary;
import dev.unfold.driver.training.FixtureRuns;
import dev.unfold.driver.training.RecordingListener;
import dev.unfold.driver.training.RunFixture;
import dev.unfold.driver.training.StopAfterListener;
import dev.unfold.driver.training.WordTable;
import dev.unfold.driver.training.outcome.RunMismatchException;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.network.ForeignNetworkSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Runs with DL4J networks. */
class Dl4jRunTest {
  private static final int HIDDEN = 12;

  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @TempDir private Path folder;
  private RunFixture fixture;
  private int tokens;

  @BeforeEach
  void text() throws IOException {
    fixture = new RunFixture(folder);
    fixture = fixture.withBatch(6).withSteps(16).withEpochs(2).withLearningRate(0.03);
    tokens = 1 + (int) Files.readString(fixture.train()).chars().distinct().count();
  }

  @Test
  void aStreamIsLearnedToTheSameBitsOnAnyNumberOfThreads() throws IOException {
    UnfoldSettings settings = stream(json(languageModel(lstm())));
    RecordingListener one = train("local[1]", settings, "one", () -> false);
    train("local[4]", settings, "four", () -> false);
    assertThat(model("four").sha256()).isEqualTo(model("one").sha256());
    double first = one.epochs().get(0).validation().get("loss");
    assertThat(one.epochs().get(1).validation().get("loss")).isLessThan(first - 0.1);
    assertThat(model("one").network().carry().width()).isEqualTo(2 * HIDDEN);
    assertThat(model("one").network().parameters().tensors().get(0).name()).isEqualTo("0_W");
  }

  @Test
  void aStoppedRunResumesToTheSameBits() throws IOException {
    fixture = fixture.withMaxRounds(5);
    UnfoldSettings settings = stream(json(languageModel(lstm())));
    train("local[2]", settings, "whole", () -> false);
    train("local[2]", settings, "stopped", new StopAfterListener(3));
    train("local[1]", settings, "stopped", () -> false);
    assertThat(model("stopped").sha256()).isEqualTo(model("whole").sha256());
    Path other = json(languageModel(lstm(), new LSTM.Builder().nIn(HIDDEN).nOut(HIDDEN).build()));
    assertThatThrownBy(() -> train("local[1]", stream(other), "whole", () -> false))
        .isInstanceOf(RunMismatchException.class)
        .hasMessageContaining("network.configuration.sha256");
  }

  @Test
  void trainingContinuesFromTheParametersOfAZip() throws IOException {
    MultiLayerNetwork saved = new MultiLayerNetwork(languageModel(lstm()));
    saved.init();
    File zip = folder.resolve("saved.zip").toFile();
    ModelSerializer.writeModel(saved, zip, true);
    fixture = fixture.withLearningRate(0).withMaxRounds(1);
    train("local[2]", stream(zip.toPath()), "run", () -> false);
    float[] weights = Arrays.copyOf(model("run").parameters(), tokens * 4 * HIDDEN);
    assertThat(weights).isEqualTo(saved.getParam("0_W").dup('c').data().asFloat());
    try (dev.unfold.inference.Model loaded =
        dev.unfold.inference.Model.load(folder.resolve("run/model"))) {
      assertThatThrownBy(() -> loaded.score("a b"))
          .hasMessageContaining("a network of another library, which reads whole sequences");
    }
  }

  @Test
  void tablesAreLearnedByNetworksThatReadWholeExamples() throws IOException {
    WordTable.write(folder);
    fixture = fixture.withBatch(8).withEpochs(8);
    LSTM half = new LSTM.Builder().nIn(4).nOut(HIDDEN / 2).build();
    Layer tags = output(new RnnOutputLayer.Builder(LossFunction.MCXENT), 2);
    MultiLayerConfiguration tagger =
        Dl4jStacks.stack(tags, embedding(7), new Bidirectional(Bidirectional.Mode.CONCAT, half));
    assertThat(accuracy(json(tagger), "tags", TargetSettings.Kind.TAGS)).isGreaterThan(0.95);

    OutputLayer label =
        new OutputLayer.Builder(LossFunction.MCXENT)
            .activation(Activation.SOFTMAX)
            .nIn(HIDDEN)
            .nOut(2)
            .build();
    LSTM whole = new LSTM.Builder().nIn(4).nOut(HIDDEN).build();
    MultiLayerConfiguration last = Dl4jStacks.stack(label, embedding(7), new LastTimeStep(whole));
    assertThat(accuracy(json(last), "label", TargetSettings.Kind.LABEL)).isGreaterThan(0.95);
    assertThatThrownBy(() -> accuracy(json(last), "tags", TargetSettings.Kind.TAGS))
        .hasMessageContaining(
            "network.configuration: expected a last layer with an output at every step");
  }

  @Test
  void refusesWhatCannotBeTrainedBeforeItTrains() throws IOException {
    Layer rnn = new SimpleRnn.Builder().nIn(tokens).nOut(HIDDEN).build();
    refuses(json(languageModel(rnn)), "of a text");
    refuses(json(languageModel(new LSTM.Builder().nIn(3).nOut(HIDDEN).build())), "nIn = " + tokens);
    refuses(folder.resolve("missing.json"), "missing.json");
    refuses(Files.writeString(folder.resolve("text.json"), "no JSON"), "text.json");
  }

  private void refuses(Path configuration, String message) {
    assertThatThrownBy(() -> train("local[1]", stream(configuration), "run", () -> false))
        .isInstanceOfAny(IOException.class, IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private Layer lstm() {
    return new LSTM.Builder().nIn(tokens).nOut(HIDDEN).build();
  }

  private static Layer embedding(int words) {
    return new org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer.Builder()
        .nIn(words)
        .nOut(4)
        .activation(Activation.IDENTITY)
        .build();
  }

  private MultiLayerConfiguration languageModel(Layer... layers) {
    return Dl4jStacks.stack(
        output(new RnnOutputLayer.Builder(LossFunction.MCXENT), tokens), layers);
  }

  private static Layer output(RnnOutputLayer.Builder builder, int classes) {
    return builder.activation(Activation.SOFTMAX).nIn(HIDDEN).nOut(classes).build();
  }

  private Path json(MultiLayerConfiguration configuration) throws IOException {
    return Files.writeString(folder.resolve("network.json"), configuration.toJson());
  }

  private UnfoldSettings stream(Path configuration) {
    return fixture
        .settings("run")
        .with(
            new ForeignNetworkSettings(
                ForeignNetworkSettings.Library.DL4J, configuration.toString()));
  }

  private double accuracy(Path configuration, String column, TargetSettings.Kind target)
      throws IOException {
    UnfoldSettings settings =
        WordTable.settings(
            fixture.settings("run"),
            new ForeignNetworkSettings(
                ForeignNetworkSettings.Library.DL4J, configuration.toString()),
            folder,
            new TargetSettings(column, target, 0),
            false);
    List<EpochSummary> epochs = train("local[2]", settings, column, () -> false).epochs();
    return epochs.get(epochs.size() - 1).validation().get("accuracy");
  }

  private RecordingListener train(
      String master, UnfoldSettings settings, String run, BooleanSupplier stop) throws IOException {
    return new FixtureRuns(SPARK.withMaster(master).context(), folder).train(settings, run, stop);
  }

  private Model model(String run) throws IOException {
    return ModelFolder.open(folder.resolve(run) + "/model", new Configuration()).read();
  }
}
