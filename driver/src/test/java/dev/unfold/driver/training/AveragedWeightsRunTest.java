package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.training.outcome.RunOutcome;
import dev.unfold.worker.settings.training.OptimizerSettings;
import dev.unfold.worker.settings.training.WeightAveragingSettings.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AveragedWeightsRunTest {
  private static final double DECAY = 0.8;
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @TempDir private Path folder;
  private FixtureRuns runs;

  @BeforeEach
  void open() {
    runs = new FixtureRuns(SPARK.context(), folder);
  }

  /** Recomputes the average from the parameters of all rounds. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theModelIsTheMovingAverageOfTheRoundsAndTrainingDoesNotSeeIt(boolean sparse)
      throws IOException {
    RunFixture fixture = sparse ? SparseFixture.in(folder) : new RunFixture(folder);
    fixture = fixture.withEpochs(1).withEveryRounds(1).withKeep(1000).withoutValidation();
    runs.train(fixture, "plain");
    runs.train(fixture.withWeights(Kind.EMA), "run");
    long rounds = ((Number) runs.describe("run").get("round")).longValue();
    assertThat(rounds).isGreaterThan(5);
    assertThat(runs.describe("run").get("averagedRounds")).isEqualTo(rounds);
    float[] average = runs.vectors("run", 1).get("parameters");
    for (long round = 2; round <= rounds; round++) {
      Map<String, float[]> vectors = runs.vectors("run", round);
      float[] parameters = vectors.get("parameters");
      assertThat(parameters).isEqualTo(runs.vectors("plain", round).get("parameters"));
      for (int i = 0; i < average.length; i++) {
        average[i] = (float) (average[i] + (1 - DECAY) * ((double) parameters[i] - average[i]));
      }
      assertThat(vectors.get("averaged")).as("round " + round).isEqualTo(average);
    }
    ModelFolder model = ModelFolder.open(runs.path("run") + "/model", new Configuration());
    assertThat(model.read().parameters()).isEqualTo(average);
    assertThat(runs.vectors("plain", rounds).get("averaged")).isEmpty();
  }

  @Test
  void bothFiguresAreReportedAndTheAverageDecides() throws IOException {
    RunFixture fixture = new RunFixture(folder).withWeights(Kind.EMA).withValidations(4);
    RecordingListener recorder = runs.train(fixture, "run");
    double best = Double.POSITIVE_INFINITY;
    for (ValidationSummary validation : recorder.validations()) {
      double loss = validation.validation().get("loss");
      assertThat(validation.unaveraged().get("loss")).isNotEqualTo(loss);
      assertThat(validation.best()).isEqualTo(loss < best);
      best = Math.min(best, loss);
    }
    EpochSummary last = recorder.epochs().get(1);
    assertThat(last.unaveraged()).containsKey("loss");
    assertThat(runs.metrics("run", "epoch")).allMatch(line -> line.contains("\"unaveraged\""));
    ModelFolder model = ModelFolder.open(runs.path("run") + "/model", new Configuration());
    assertThat(model.metrics()).containsKeys("validation", "unaveraged", "averagedRounds");
    assertThat(model.read().sha256()).isEqualTo(model.metrics().get("parametersSha256"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"EMA", "ASGD"})
  void aStoppedRunResumesToTheSameBits(Kind kind) throws IOException {
    RunFixture fixture = unsteady().withWeights(kind);
    runs.train(fixture, "whole");
    for (int rounds : new int[] {1, 2, 3, 4}) {
      runs.train(fixture, "stopped", new StopAfterListener(rounds), RunOutcome.INTERRUPTED);
    }
    runs.train(fixture, "stopped");
    for (String key : List.of("stateSha256", "averagedRounds", "bestRound", "bestValue")) {
      assertThat(runs.describe("stopped").get(key))
          .as(key)
          .isNotNull()
          .isEqualTo(runs.describe("whole").get(key));
    }
    assertThat(runs.modelSha256("stopped")).isEqualTo(runs.modelSha256("whole"));
  }

  @Test
  void theMeanStartsWhenAValidationIsWorseThanTheBestBeforeTheLastOnes() throws IOException {
    RunFixture fixture = unsteady().withWeights(Kind.ASGD).withEveryRounds(1).withKeep(1000);
    RecordingListener recorder = runs.train(fixture, "run");
    List<ValidationSummary> validations = recorder.validations();
    List<Double> losses =
        validations.stream().map(validation -> validation.validation().get("loss")).toList();
    int trigger = 2;
    while (losses.get(trigger)
        <= losses.subList(0, trigger - 1).stream().mapToDouble(x -> x).min().orElseThrow()) {
      trigger++;
    }
    for (int i = 0; i < validations.size(); i++) {
      assertThat(validations.get(i).unaveraged().isEmpty())
          .as("validation " + i)
          .isEqualTo(i <= trigger);
    }
    double[] sum = new double[runs.vectors("run", 1).get("parameters").length];
    long rounds = ((Number) runs.describe("run").get("round")).longValue();
    long first = validations.get(trigger).round();
    assertThat(runs.describe("run").get("averagedRounds")).isEqualTo(rounds - first + 1);
    for (long round = first; round <= rounds; round++) {
      float[] parameters = runs.vectors("run", round).get("parameters");
      for (int i = 0; i < sum.length; i++) {
        sum[i] += parameters[i];
      }
    }
    float[] average = runs.vectors("run", rounds).get("averaged");
    for (int i = 0; i < sum.length; i++) {
      double mean = sum[i] / (rounds - first + 1);
      assertThat((double) average[i]).isCloseTo(mean, within(mean));
    }
  }

  private static Offset<Double> within(double value) {
    return Offset.offset(1e-5 * (1 + Math.abs(value)));
  }

  /** Returns a run whose validation loss rises at times, validated after each round. */
  private RunFixture unsteady() throws IOException {
    return new RunFixture(folder)
        .withOptimizer(OptimizerSettings.Kind.SGD)
        .withLearningRate(20)
        .withEpochs(2)
        .withValidations(1);
  }
}
