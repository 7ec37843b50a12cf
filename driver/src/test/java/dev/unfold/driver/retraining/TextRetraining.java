package dev.unfold.driver.retraining;

import dev.unfold.driver.execution.LocalSpark;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Retrains models on texts that the fixture writes. */
abstract class TextRetraining {
  @RegisterExtension static final LocalSpark SPARK = new LocalSpark();
  @TempDir Path folder;
  RetrainingFixture fixture;

  @BeforeEach
  void texts() throws IOException {
    fixture = new RetrainingFixture(SPARK.context(), folder);
    fixture = fixture.withRun(run -> run.withEpochs(2).withInterval(10));
  }
}
