package dev.unfold.driver.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.storage.HandmadeCommit;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.commit.CommitTransaction;
import dev.unfold.driver.storage.commit.CorruptCommitException;
import dev.unfold.worker.ParserFuzzer;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.ModelConfig;
import dev.unfold.worker.model.ModelFormatException;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.model.Vocabularies;
import dev.unfold.worker.network.LayerExamples;
import dev.unfold.worker.network.Networks;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that hostile models are read or rejected, even with a valid manifest. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileModelTest {
  private static final int TIMES = 2_000;
  private static final Configuration CONFIGURATION = new Configuration();

  private static final NetworkSettings GRU =
      new LayeredNetworkSettings(
          LayeredNetworkSettings.Kind.LANGUAGE_MODEL,
          RecurrentSettings.stack(CellKind.GRU, 1, 3, false),
          2,
          0,
          EncoderSettings.defaults(),
          DecoderSettings.defaults(),
          OutputSettings.softmax());

  @TempDir private Path directory;
  private Path folder;

  @BeforeEach
  void writeModel() throws IOException {
    folder = write("model", GRU);
  }

  private Path write(String name, NetworkSettings network) throws IOException {
    Vocabulary vocabulary = Vocabulary.of(List.of("a", "b", "é"), true);
    ModelConfig config =
        new ModelConfig(
            ModelConfig.CURRENT,
            network,
            DataShape.forText(vocabulary.size()),
            new Preprocessing.Text(CorpusSettings.Unit.CHAR, CorpusSettings.Document.LINE));
    float[] parameters = new float[Networks.of(network, config.shape()).parameters().length()];
    new CommitTransaction(
            CommitFolder.open(directory.toString(), CONFIGURATION),
            name,
            files ->
                ModelFolder.write(
                    files,
                    new Model(config, new Vocabularies.TextVocabulary(vocabulary), parameters),
                    Map.of("epoch", 3, "validation", Map.of("loss", 1.5)),
                    Map.of("parent", List.of())))
        .run();
    return directory.resolve(name);
  }

  @ParameterizedTest
  @CsvSource({
    "config.json, metrics.json",
    "model.safetensors, config.json",
    "vocabulary.txt, provenance.json",
    "metrics.json, vocabulary.txt",
    "provenance.json, model.safetensors"
  })
  void damagedFiles(String name, String other) throws IOException {
    damage(name, other, TIMES);
  }

  @Test
  void damagedConfigurationsOfANetworkOfAllLayers() throws IOException {
    folder = write("all-layers", LayerExamples.allInOneNetwork());
    damage("config.json", "metrics.json", TIMES / 5);
  }

  /** The lowest layer reads as many previous outputs as there are targets. */
  @Test
  void inputsAndOutputsTooManyForALayerAreReportedAsDamage() throws IOException {
    folder = write("all-layers", LayerExamples.allInOneNetwork());
    HandmadeCommit commit = new HandmadeCommit(folder);
    String config = Files.readString(folder.resolve("config.json"));
    String huge = config.replaceAll("\"targets\" : \\d+", "\"targets\" : 2147483647");
    commit.write("config.json", huge.getBytes(UTF_8));
    assertThatThrownBy(this::readAll)
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("config.json")
        .hasMessageContaining("outgrow 2 GB");
  }

  private void damage(String name, String other, int times) throws IOException {
    HandmadeCommit commit = new HandmadeCommit(folder);
    new ParserFuzzer(
            Files.readAllBytes(folder.resolve(name)),
            Files.readAllBytes(folder.resolve(other)),
            folder.toString(),
            List.of(ModelFormatException.class, CorruptCommitException.class))
        .run(
            times,
            damaged -> {
              commit.write(name, damaged);
              readAll();
            });
  }

  @Test
  void aNetworkTooLargeForItsVectorIsReportedAsDamage() throws IOException {
    HandmadeCommit commit = new HandmadeCommit(folder);
    String config = Files.readString(folder.resolve("config.json"));
    String huge =
        config
            .replace("\"hidden\" : 3", "\"hidden\" : 16384")
            .replace("\"layers\" : 1", "\"layers\" : 64");
    commit.write("config.json", huge.getBytes(UTF_8));
    assertThatThrownBy(this::readAll)
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("config.json")
        .hasMessageContaining("outgrow 2 GB");
  }

  private void readAll() throws IOException {
    ModelFolder model = ModelFolder.open(folder.toString(), CONFIGURATION);
    model.read().sha256();
    model.metrics();
    model.provenance();
  }
}
