package dev.unfold.dl4j.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.dl4j.file.ZipFixture;
import dev.unfold.driver.model.ModelSignature;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.network.Activation;
import dev.unfold.worker.settings.network.ForeignNetworkSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.data.Offset;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Convolutions are imported by the settings that were exported with them, if these fit. */
class ConvolutionImportTest {
  private static final Configuration CONFIGURATION = new Configuration();

  private static final Offset<Float> TOLERANCE = Offset.offset(1e-5f);

  @TempDir private Path directory;

  @Test
  void aFileThatDl4jSavedAgainBecomesADl4jNetwork() throws IOException {
    ExchangeCase exchangeCase = tagger(-2, -1, 0);
    Path file = export(exchangeCase, "model");
    ModelSerializer.writeModel(
        ModelSerializer.restoreMultiLayerNetwork(file.toFile()), file.toFile(), true);
    Model like = exchangeCase.model();
    ModelSignature signature = new ModelSignature(like.config().preprocessing(), like.symbols());
    Dl4jImport read = Dl4jImport.read(file.toString(), Optional.of(signature), CONFIGURATION);
    assertThat(read.foreign()).contains("layer layers.0, which is a Convolution1DLayer");
    Model model = read.model();
    assertThat(model.config().network()).isInstanceOf(ForeignNetworkSettings.class);
    SequenceExamples sequences = new SequenceExamples(exchangeCase.shape(), 6, 6);
    float[][][] expected = sequences.outputs(like);
    float[][][] actual = sequences.outputs(model);
    for (int step = 0; step < sequences.steps(); step++) {
      assertThat(actual[step][1]).containsExactly(expected[step][1], TOLERANCE);
    }
  }

  @Test
  void settingsOfAnotherNetworkDoNotApply() throws IOException {
    Map<String, byte[]> entries = entries(tagger(-2, -1, 0), "model");
    Map<String, byte[]> others = entries(tagger(-4, -2, 0), "other");
    entries.put("unfold/config.json", others.get("unfold/config.json"));
    Path file = Files.write(directory.resolve("mixed.zip"), ZipFixture.zip(entries));
    Dl4jImport read = Dl4jImport.read(file.toString(), Optional.empty(), CONFIGURATION);
    assertThat(read.foreign()).isPresent();
    assertThat(read.model().config().network()).isInstanceOf(ForeignNetworkSettings.class);
  }

  private Map<String, byte[]> entries(ExchangeCase exchangeCase, String name) throws IOException {
    return ZipFixture.entries(Files.readAllBytes(export(exchangeCase, name)));
  }

  private Path export(ExchangeCase exchangeCase, String name) throws IOException {
    ExportedFiles.export(exchangeCase, directory, name, Map.of());
    return directory.resolve(name + ".zip");
  }

  private static ExchangeCase tagger(int... offsets) {
    return ExchangeCase.tagger(
        List.of(ConvolutionCases.timeDelay(Activation.TANH, offsets)),
        InputSettings.Kind.FRAMES,
        TargetSettings.Kind.TAGS);
  }
}
