package dev.unfold.driver.prediction;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.prediction.column.PredictionOutput;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The base class of prediction tests, with models and a folder for the output. */
abstract class PredictionCase {
  @RegisterExtension static final LocalSpark SPARK = new LocalSpark();

  @TempDir private static Path shared;
  static TablePredictionFixture fixture;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws IOException {
    fixture = TablePredictionFixture.in(shared, SPARK.context());
  }

  PredictionOutput output(String name, CorpusFormat format) {
    return new PredictionOutput(folder.resolve(name).toString(), format, "prediction");
  }

  List<JsonNode> read(String name) throws IOException {
    return TablePredictionFixture.read(folder.resolve(name));
  }

  List<String> lines(String name) throws IOException {
    return TablePredictionFixture.lines(folder.resolve(name));
  }
}
