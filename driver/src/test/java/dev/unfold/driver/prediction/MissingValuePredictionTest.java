package dev.unfold.driver.prediction;

import static dev.unfold.driver.prediction.TablePredictionFixture.GREEDY;
import static dev.unfold.driver.prediction.TablePredictionFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unfold.worker.prediction.TableModel;
import dev.unfold.worker.settings.corpus.AcousticSettings;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.InputSettings.Missing;
import dev.unfold.worker.settings.corpus.InputSettings.Scaling;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.corpus.TimeFeature;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Predictions for rows in which values are missing. */
class MissingValuePredictionTest extends PredictionCase {
  private static final TargetSettings LABEL =
      new TargetSettings("label", TargetSettings.Kind.LABEL, 0);

  private Path write(String name, String... rows) throws IOException {
    return Files.write(folder.resolve(name), List.of(rows));
  }

  private TableModel model(
      InputSettings.Kind kind, boolean normalise, Scaling scaling, Missing missing, Path table)
      throws IOException {
    return fixture.model(
        LayeredNetworkSettings.Kind.SEQUENCE_TO_VECTOR,
        CorpusFormat.JSON,
        new InputSettings(
            "x",
            kind,
            0,
            false,
            normalise,
            false,
            0,
            scaling,
            missing,
            0,
            0,
            List.of(TimeFeature.values()),
            InputSettings.Into.STEPS,
            AcousticSettings.unused()),
        LABEL,
        table);
  }

  private List<JsonNode> predict(TableModel model, Path table, String name, long without)
      throws IOException {
    PredictionCounts counts =
        fixture.predict(model, GREEDY, json(table, "x"), output(name, CorpusFormat.JSON));
    assertThat(counts.withoutPrediction()).isEqualTo(without);
    return read(name).stream().map(row -> row.get("prediction_probability")).toList();
  }

  /** The mean and the median of the training rows are 3. */
  @ParameterizedTest
  @CsvSource({
    "NUMBERS, true, STANDARD, '[1, null, 5]', '[2, null]', '[2, 3]'",
    "NUMBERS, true, ROBUST, '[1, 3, null, 5]', '[\"NaN\", 4]', '[3, 4]'",
    "NUMBERS, false, STANDARD, '[1, null, 5]', '[null, null]', '[3, 3]'",
    "FRAMES, true, STANDARD, '[[1, 5], [5, null], [null, 1]]', '[null, [1, null]]', '[[3, 3], [1, 3]]'"
  })
  void aMissingNumberIsReadAsTheMean(
      InputSettings.Kind kind,
      boolean normalise,
      Scaling scaling,
      String trained,
      String missing,
      String filled)
      throws IOException {
    Path train =
        write(
            "train.json",
            "{\"x\": " + trained + ", \"label\": \"a\"}",
            "{\"x\": " + trained + ", \"label\": \"b\"}");
    TableModel model = model(kind, normalise, scaling, Missing.FILL, train);

    assertThat(predict(model, write("m.json", "{\"x\": " + missing + "}"), "m", 0))
        .isEqualTo(predict(model, write("f.json", "{\"x\": " + filled + "}"), "f", 0));
  }

  @Test
  void anIndicatedNumberIsNotTheMean() throws IOException {
    Path train =
        write(
            "train.json",
            "{\"x\": [1, null, 5], \"label\": \"a\"}",
            "{\"x\": [5, 1], \"label\": \"b\"}");
    TableModel model =
        model(InputSettings.Kind.NUMBERS, true, Scaling.STANDARD, Missing.INDICATE, train);

    assertThat(predict(model, write("m.json", "{\"x\": [2, null]}"), "m", 0))
        .isNotEqualTo(predict(model, write("f.json", "{\"x\": [2, 3]}"), "f", 0));
  }

  @Test
  void rowsWithoutStepsHaveNoPrediction() throws IOException {
    Path train =
        write(
            "train.json",
            "{\"x\": [\"p\", null], \"label\": \"a\"}",
            "{\"x\": [\"q\"], \"label\": \"b\"}");
    TableModel model =
        model(InputSettings.Kind.CATEGORIES, true, Scaling.STANDARD, Missing.FILL, train);

    List<JsonNode> predicted =
        predict(
            model,
            write("m.json", "{\"x\": null}", "{\"x\": []}", "{\"x\": [null]}", "{\"x\": [\"\"]}"),
            "m",
            2);
    assertThat(predicted.subList(0, 2)).allMatch(JsonNode::isNull);
    assertThat(predicted.get(2).isNumber()).isTrue();
    assertThat(predicted.get(3)).isEqualTo(predicted.get(2));
  }
}
