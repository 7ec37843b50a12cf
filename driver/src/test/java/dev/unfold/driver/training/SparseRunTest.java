package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.training.outcome.RunOutcome;
import dev.unfold.worker.settings.training.OptimizerSettings;
import dev.unfold.worker.settings.training.OuterSettings;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparseRunTest {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"ADAM, NONE", "ADAM, NESTEROV", "SGD, NONE"})
  void aStoppedRunResumesToTheSameBits(OptimizerSettings.Kind kind, OuterSettings.Kind outer)
      throws IOException {
    FixtureRuns runs = new FixtureRuns(SPARK.context(), folder);
    RunFixture fixture = SparseFixture.in(folder).withOptimizer(kind).withOuter(outer);
    runs.train(fixture, "whole");
    for (int rounds : new int[] {1, 4}) {
      runs.train(fixture, "stopped", new StopAfterListener(rounds), RunOutcome.INTERRUPTED);
    }
    runs.train(fixture, "stopped");

    assertThat(runs.describe("stopped").get("stateSha256"))
        .isEqualTo(runs.describe("whole").get("stateSha256"));
    assertThat(runs.modelSha256("stopped")).isEqualTo(runs.modelSha256("whole"));
  }
}
