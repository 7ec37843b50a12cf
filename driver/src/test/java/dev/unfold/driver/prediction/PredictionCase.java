package dev.unfold.driver.prediction;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unfold.worker.settings.CorpusSettings.Format;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** What tests of predictions have in common: models, and a folder for what is written. */
abstract class PredictionCase {
  @TempDir private static Path shared;
  static PredictionFixture fixture;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws IOException {
    fixture = new PredictionFixture(shared);
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  PredictionOutput output(String name, Format format) {
    return new PredictionOutput(folder.resolve(name).toString(), format, "prediction");
  }

  List<JsonNode> read(String name) throws IOException {
    return PredictionFixture.read(folder.resolve(name));
  }

  List<String> lines(String name) throws IOException {
    return PredictionFixture.lines(folder.resolve(name));
  }
}
