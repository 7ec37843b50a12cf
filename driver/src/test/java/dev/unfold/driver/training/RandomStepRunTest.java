package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.training.outcome.RunOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class RandomStepRunTest {
  private static final int EPOCHS = 3;
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @TempDir private Path folder;
  private FixtureRuns runs;
  private RunFixture fixture;

  @BeforeEach
  void open() throws IOException {
    runs = new FixtureRuns(SPARK.context(), folder);
    fixture = new RunFixture(folder).withEpochs(EPOCHS).withRandomSteps(3, 0.3);
  }

  @Test
  void everyEpochHasItsOwnChunksAndTrainsEveryTargetOnce() throws IOException {
    RecordingListener recorder = runs.train(fixture, "run");
    long targets = Files.size(fixture.train()) - 1;
    Map<Integer, List<RoundSummary>> epochs =
        recorder.rounds().stream().collect(Collectors.groupingBy(RoundSummary::epoch));
    assertThat(epochs).hasSize(EPOCHS);
    for (List<RoundSummary> rounds : epochs.values()) {
      assertThat(rounds.stream().mapToLong(RoundSummary::targets).sum()).isEqualTo(targets);
      RoundSummary last = rounds.get(rounds.size() - 1);
      assertThat(last.chunk()).isEqualTo(last.chunksPerEpoch());
      assertThat(rounds).extracting(RoundSummary::learningRate).containsOnly(0.01);
    }
    assertThat(recorder.rounds().stream().map(RoundSummary::chunksPerEpoch).distinct())
        .hasSizeGreaterThan(1);
    assertThat(runs.describe("run").get("trainedTargets")).isEqualTo(EPOCHS * targets);
  }

  @Test
  void aStoppedRunResumesToTheSameBits() throws IOException {
    runs.train(fixture, "whole");
    for (int rounds : new int[] {2, 3, 6}) {
      runs.train(fixture, "stopped", new StopAfterListener(rounds), RunOutcome.INTERRUPTED);
    }
    runs.train(fixture, "stopped");
    for (String key : List.of("stateSha256", "trainedTargets", "round", "updates")) {
      assertThat(runs.describe("stopped").get(key))
          .as(key)
          .isNotNull()
          .isEqualTo(runs.describe("whole").get(key));
    }
    assertThat(runs.modelSha256("stopped")).isEqualTo(runs.modelSha256("whole"));
  }
}
