package dev.unfold.driver.report;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.file.ReplaceableFile;
import dev.unfold.worker.model.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The file {@code comparison.json} of a run: the comparison of its model with the champion by a
 * retraining.
 *
 * @param run the directory of the run
 */
record ComparisonFile(CommitFolder run) {
  private static final String NAME = "comparison.json";

  /**
   * Returns the comparison, if there was one.
   *
   * @throws IOException if it cannot be read
   */
  Optional<ModelComparison> read() throws IOException {
    if (!run.exists(NAME)) {
      return Optional.empty();
    }
    try (InputStream in = run.read(NAME)) {
      return Optional.of(Json.read(run.pathOf(NAME), in, new TypeReference<ModelComparison>() {}));
    }
  }

  void write(ModelComparison models) throws IOException {
    ReplaceableFile.in(run, NAME).write(Json.writer().writeValueAsBytes(models));
  }
}
