package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.training.outcome.RunOutcome;
import dev.unfold.worker.settings.training.OptimizerSettings;
import dev.unfold.worker.settings.training.ScheduleSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ValidationWithinEpochTest {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @TempDir private Path folder;
  private RunFixture fixture;
  private FixtureRuns runs;

  @BeforeEach
  void texts() throws IOException {
    runs = new FixtureRuns(SPARK.context(), folder);
    fixture = new RunFixture(folder).withValidations(3);
  }

  @Test
  void isAfterEveryNRoundsAndChangesNoBitOfTraining() throws IOException {
    RecordingListener recorder = runs.train(fixture, "often");
    runs.train(fixture.withValidations(0), "plain");
    List<Long> ends = recorder.epochs().stream().map(EpochSummary::round).toList();
    assertThat(ends).hasSize(2);
    assertThat(recorder.validations())
        .extracting(ValidationSummary::round)
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, ends.get(1))
                .filter(round -> round % 3 == 0 && !ends.contains(round))
                .boxed()
                .toList());
    assertThat(recorder.validations())
        .allSatisfy(validation -> assertThat(validation.validation()).containsKey("loss"));
    assertThat(runs.describe("often").get("stateSha256"))
        .isEqualTo(runs.describe("plain").get("stateSha256"));
    assertThat(runs.metrics("often", "validation"))
        .hasSameSizeAs(recorder.validations())
        .allSatisfy(line -> assertThat(line).contains("\"loss\"", "\"best\"", "\"chunk\""));
  }

  @Test
  void keepsTheBestModelAndPatienceCountsValidations() throws IOException {
    fixture =
        fixture
            .withOptimizer(OptimizerSettings.Kind.SGD)
            .withLearningRate(0)
            .withPatience(2)
            .withValidations(1)
            .withSchedule(ScheduleSettings.Kind.PLATEAU);
    RecordingListener recorder = runs.train(fixture, "run");
    assertThat(recorder.validations())
        .extracting(ValidationSummary::best)
        .containsExactly(true, false, false);
    assertThat(recorder.rounds()).hasSize(3);
    assertThat(recorder.epochs()).isEmpty();
    assertThat(folder.resolve("run/best/000001")).isDirectory();
    assertThat(runs.describe("run"))
        .contains(entry("bestEpoch", 1), entry("bestRound", 1L), entry("round", 3L));
    ModelFolder model = ModelFolder.open(runs.path("run") + "/model", new Configuration());
    assertThat(model.metrics()).contains(entry("epoch", 0), entry("round", 1));
  }

  @Test
  void aPlateauLowersTheLearningRateWithinAnEpoch() throws IOException {
    fixture =
        fixture
            .withOptimizer(OptimizerSettings.Kind.SGD)
            .withLearningRate(40)
            .withSchedule(ScheduleSettings.Kind.PLATEAU)
            .withValidations(1)
            .withEpochs(1);
    double expected = 40;
    List<ValidationSummary> validations = runs.train(fixture, "run").validations();
    for (ValidationSummary validation : validations) {
      assertThat(validation.learningRate()).isEqualTo(expected);
      expected *= validation.best() ? 1 : 0.5;
    }
    assertThat(expected).as("a rate of 40 does not get better every time").isLessThan(40);
  }

  @Test
  void aStoppedRunResumesToTheSameBits() throws IOException {
    fixture = fixture.withSchedule(ScheduleSettings.Kind.PLATEAU).withEveryRounds(100);
    runs.train(fixture, "whole");
    for (int rounds : new int[] {2, 1, 2}) {
      runs.train(fixture, "stopped", new StopAfterListener(rounds), RunOutcome.INTERRUPTED);
    }
    runs.train(fixture, "stopped");
    for (String key : List.of("stateSha256", "bestRound", "bestValue", "learningRate")) {
      assertThat(runs.describe("stopped").get(key))
          .as(key)
          .isEqualTo(runs.describe("whole").get(key));
    }
    assertThat(runs.modelSha256("stopped")).isEqualTo(runs.modelSha256("whole"));
    assertThat(runs.metrics("stopped", "validation"))
        .hasSameSizeAs(runs.metrics("whole", "validation"));
  }

  @Test
  void theIntervalMayChangeAndModelsOfRoundsThatAreTrainedAgainAreDeleted() throws IOException {
    runs.train(fixture, "run", new StopAfterListener(4), RunOutcome.INTERRUPTED);
    Path stray = folder.resolve("run/best/000005");
    Files.createDirectories(stray);
    Files.writeString(stray.resolve("manifest.sha256"), "of a crash before its checkpoint");
    runs.train(fixture.withValidations(0), "run", new StopAfterListener(1), RunOutcome.INTERRUPTED);
    assertThat(stray).doesNotExist();
    Map<String, Object> state = runs.describe("run");
    assertThat(state).contains(entry("bestRound", 3L), entry("round", 5L));
  }
}
