package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.worker.settings.Metric;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.ScoringSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs that predict the numbers of the next step. */
class ForecastRunTest {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();
  private static final int SEASON = 4;

  @TempDir private Path folder;
  private RunFixture fixture;

  @BeforeEach
  void writeTables() throws IOException {
    fixture = new RunFixture(folder).withBatch(8).withEpochs(6).withLearningRate(0.02);
    fixture = fixture.withDropout(0);
    table("train", 64, 1);
    table("validation", 16, 2);
  }

  /**
   * Levels far apart from each other that rise by 1, 2, 3 and 4 in turn, and a bit more or less.
   */
  private void table(String name, int rows, long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < rows; row++) {
      double level = 1000 * random.nextGaussian();
      StringBuilder values = new StringBuilder();
      StringBuilder phases = new StringBuilder();
      for (int step = 0; step < 20 + row % 7; step++) {
        level += 1 + (step + SEASON - 1) % SEASON + 0.05 * random.nextGaussian();
        values.append(step == 0 ? "" : ", ").append(level);
        phases.append(step == 0 ? "" : ", ").append(step % SEASON);
      }
      text.append("{\"x\": [%s], \"phase\": [%s]}%n".formatted(values, phases));
    }
    Files.writeString(folder.resolve(name + ".json"), text);
  }

  @Test
  void aChangeIsLearnedWhereTheLevelIsNot() throws IOException {
    Map<String, Double> changes = train(true);
    Map<String, Double> levels = train(false);

    // By hand: persistence is wrong by 2.5 on average, the value of the last season by 10.
    double unit = changes.get("seasonalMeanAbsoluteError") / 10;
    assertThat(changes.get("persistenceMeanAbsoluteError") / unit).isBetween(2.4, 2.6);
    assertThat(changes.get("meanAbsoluteError") / unit).isLessThan(0.2);
    assertThat(changes.get("mase")).isLessThan(0.02);
    assertThat(levels.get("mase")).isGreaterThan(10 * changes.get("mase"));
    // What is trained is not what is scored: the noise in units of the deviation of changes.
    assertThat(changes.get("loss")).isBetween(0.001, 0.02);
    for (String naive : List.of("persistenceRse", "seasonalRse", "seasonalCorrelation")) {
      assertThat(changes.get(naive)).isCloseTo(levels.get(naive), Percentage.withPercentage(0.001));
    }
  }

  private Map<String, Double> train(boolean difference) throws IOException {
    String run = difference ? "changes" : "levels";
    RecordingListener recorder =
        new FixtureRuns(SPARK.withMaster("local[2]").context(), folder)
            .train(settings(difference), run, () -> false);
    return recorder.epochs().get(recorder.epochs().size() - 1).validation();
  }

  private UnfoldSettings settings(boolean difference) {
    LayeredNetworkSettings network =
        new LayeredNetworkSettings(
            LayeredNetworkSettings.Kind.NEXT_FRAME,
            RecurrentSettings.stack(CellKind.GRU, 1, 12, false),
            6,
            0,
            EncoderSettings.defaults(),
            DecoderSettings.defaults(),
            OutputSettings.softmax());
    TargetSettings target =
        new TargetSettings(
            "x",
            TargetSettings.Kind.NEXT,
            0,
            false,
            ScoringSettings.defaults(),
            1,
            difference,
            SEASON,
            false);
    return WordTable.settings(
        fixture.settings("run"),
        network,
        folder,
        target,
        List.of(
            new InputSettings("x", InputSettings.Kind.NUMBERS, 0, false, true, false),
            new InputSettings("phase", InputSettings.Kind.CATEGORIES, 0, false, true, false)),
        Metric.MASE);
  }
}
