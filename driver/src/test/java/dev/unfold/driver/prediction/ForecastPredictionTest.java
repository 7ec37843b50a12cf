package dev.unfold.driver.prediction;

import static dev.unfold.driver.prediction.TablePredictionFixture.GREEDY;
import static dev.unfold.driver.prediction.TablePredictionFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unfold.worker.prediction.TableModel;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.ScoringSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Forecasts that a network makes as changes: what is written is what evaluation scores. */
class ForecastPredictionTest extends PredictionCase {
  private static final int[] LENGTHS = {2, 3, 6, 7, 20, 51, 120};
  private static final Percentage ROUNDING = Percentage.withPercentage(0.01);

  @ParameterizedTest
  @CsvSource({
    "1, true, false, 1, 0",
    "1, false, false, 1, 6",
    "2, true, true, 1, 0",
    "3, true, false, 1, 2",
    "3, false, true, 1, 1",
    "2, true, false, 4, 0",
    "1, true, true, 3, 2",
    "2, false, false, 6, 4"
  })
  void whatIsWrittenIsWhatIsScored(
      int width, boolean normalized, boolean reversed, int ahead, int season) throws IOException {
    Path table = folder.resolve("levels.json");
    Files.write(table, rows(width));
    TableModel model =
        fixture.model(
            LayeredNetworkSettings.Kind.NEXT_FRAME,
            CorpusFormat.JSON,
            new InputSettings("x", InputSettings.Kind.FRAMES, 0, reversed, normalized, false),
            new TargetSettings(
                "",
                TargetSettings.Kind.NEXT,
                0,
                false,
                ScoringSettings.defaults(),
                ahead,
                true,
                season,
                false),
            table);
    fixture.predict(model, GREEDY, json(table, "x"), output("out", CorpusFormat.JSON));

    Errors errors = new Errors(model, ahead, season);
    for (JsonNode row : read("out")) {
      assertThat(row.get("prediction")).hasSameSizeAs(row.get("x"));
      errors.add(row.get("x"), row.get("prediction"), reversed);
    }
    Map<String, Double> scored = fixture.evaluate(model, table).scalars();
    assertThat(errors.mean(errors.squares)).isCloseTo(scored.get("meanSquaredError"), ROUNDING);
    assertThat(errors.mean(errors.persistence))
        .isCloseTo(scored.get("persistenceMeanSquaredError"), ROUNDING);
    assertThat(errors.mean(errors.scaled)).isCloseTo(scored.get("mase"), ROUNDING);
    if (season > 0) {
      assertThat(errors.mean(errors.seasonal))
          .isCloseTo(scored.get("seasonalMeanSquaredError"), ROUNDING);
    }
    assertThat(scored).containsEntry("steps", errors.numbers / (double) width);
  }

  private static List<String> rows(int width) {
    Random random = new Random(width);
    List<String> rows = new ArrayList<>();
    for (int length : LENGTHS) {
      double[] levels = random.doubles(width, -500, 500).toArray();
      List<String> frames = new ArrayList<>();
      for (int step = 0; step < length; step++) {
        List<String> frame = new ArrayList<>();
        for (int i = 0; i < width; i++) {
          levels[i] += random.nextGaussian() * (i + 1) + 0.5;
          frame.add(Double.toString(levels[i]));
        }
        frames.add(frame.toString());
      }
      rows.add("{\"x\": %s}".formatted(frames));
    }
    return rows;
  }

  /** The errors of what is written, computed number by number in the unit of the metrics. */
  private static final class Errors {
    private final FieldSchema.Numbers values;
    private final int ahead;
    private final int season;
    private double squares;
    private double persistence;
    private double seasonal;
    private double scaled;
    private long numbers;

    Errors(TableModel model, int ahead, int season) {
      this.ahead = ahead;
      values = ((FieldSchema.Changes) model.schema().target()).values();
      this.season = season;
    }

    void add(JsonNode row, JsonNode predicted, boolean reversed) {
      int back = reversed ? 1 : -1;
      int needed = season == 0 ? ahead : (ahead + season - 1) / season * season;
      for (int step = 0; step < row.size(); step++) {
        int first = step + needed * back;
        int last = step + ahead * back;
        if (first >= 0 && first < row.size()) {
          for (int i = 0; i < row.get(0).size(); i++) {
            double unit = values.scale().deviation().get(i);
            double value = number(row, step, i);
            double error = (number(predicted, last, i) - value) / unit;
            squares += error * error;
            persistence += Math.pow((number(row, last, i) - value) / unit, 2);
            seasonal += Math.pow((number(row, first, i) - value) / unit, 2);
            scaled += Math.abs(error) / values.changes().get(i);
            numbers++;
          }
        }
      }
    }

    private static double number(JsonNode frames, int step, int column) {
      return frames.get(step).get(column).doubleValue();
    }

    double mean(double sum) {
      return sum / numbers;
    }
  }
}
