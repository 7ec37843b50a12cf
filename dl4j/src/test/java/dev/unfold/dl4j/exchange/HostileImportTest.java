package dev.unfold.dl4j.exchange;

import dev.unfold.dl4j.file.ZipFixture;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.commit.CommitTransaction;
import dev.unfold.worker.ParserFuzzer;
import dev.unfold.worker.model.ModelFormatException;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.EncoderSettings.Pooling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Untrusted zips become models, or are refused. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileImportTest {
  private static final int TIMES = 1_000;
  private static final Configuration CONFIGURATION = new Configuration();

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "configuration.json, unfold/config.json",
    "unfold/config.json, configuration.json",
    "unfold/vocabulary.txt, unfold/config.json"
  })
  void damagedChains(String name, String other) throws IOException {
    attack(ExchangeCase.languageModel(CellKind.LSTM, 2, ExchangeCase.tied()), name, other);
  }

  @ParameterizedTest
  @CsvSource({
    "configuration.json, unfold/form.json",
    "unfold/config.json, unfold/form.json",
    "unfold/form.json, unfold/config.json"
  })
  void damagedGraphs(String name, String other) throws IOException {
    ExchangeCase exchangeCase =
        ExchangeCase.vector(CellKind.RNN, 1, true, Pooling.LAST, InputSettings.Kind.WORDS);
    attack(exchangeCase, name, other);
  }

  @ParameterizedTest
  @CsvSource({
    "configuration.json, unfold/config.json",
    "unfold/config.json, configuration.json",
  })
  void damagedConvolutions(String name, String other) throws IOException {
    attack(ConvolutionCases.dilatedConvolutions().findFirst().orElseThrow(), name, other);
  }

  private void attack(ExchangeCase exchangeCase, String name, String other) throws IOException {
    Path file = directory.resolve("model.zip");
    new CommitTransaction(
            CommitFolder.open(directory.toString(), CONFIGURATION),
            "model",
            files -> ModelFolder.write(files, exchangeCase.model(), Map.of(), Map.of()))
        .run();
    Dl4jExport.write(
        ModelFolder.open(directory.resolve("model").toString(), CONFIGURATION),
        file.toString(),
        CONFIGURATION);
    Map<String, byte[]> entries = ZipFixture.entries(Files.readAllBytes(file));
    new ParserFuzzer(
            entries.get(name),
            entries.get(other),
            file.toString(),
            List.of(ModelFormatException.class))
        .run(
            TIMES,
            damaged -> {
              entries.put(name, damaged);
              ParserFuzzer.replace(file, ZipFixture.zip(entries));
              Dl4jImport.read(file.toString(), Optional.empty(), CONFIGURATION).model();
            });
  }
}
