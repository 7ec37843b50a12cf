package dev.unfold.driver.prediction;

import static dev.unfold.driver.prediction.TablePredictionFixture.GREEDY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unfold.driver.corpus.row.PredictionTable;
import dev.unfold.driver.corpus.source.SourceFiles;
import dev.unfold.driver.corpus.table.TableSplitter;
import dev.unfold.driver.execution.JobException;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.operation.RequestedDecoding;
import dev.unfold.driver.operation.RequestedPredictions;
import dev.unfold.worker.prediction.ExamplePredictor;
import dev.unfold.worker.prediction.PredictionOptions;
import dev.unfold.worker.prediction.StepPredictor;
import dev.unfold.worker.prediction.TableModel;
import dev.unfold.worker.sequence.example.ExampleCodec;
import dev.unfold.worker.settings.corpus.AcousticSettings;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.ScoringSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.corpus.TimeFeature;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forecasts by feeding predictions back are those of a table that has the predictions as rows. */
class FedBackForecastTest extends PredictionCase {
  private static final int AHEAD = 4;
  private static final int HOUR = 3600;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Offset<Double> ROUNDING = Offset.offset(1e-4);

  private static final PredictionOptions FED_BACK =
      new PredictionOptions(24, GREEDY.outputs().ahead(AHEAD), GREEDY.decoding());

  private static SequenceSettings sequences(int window, int stride) {
    return new SequenceSettings(
        List.of("who"), List.of("at"), 0, new SequenceSettings.WindowSettings(window, stride));
  }

  private static InputSettings input(
      String column, InputSettings.Kind kind, InputSettings.Missing missing, boolean normalise) {
    List<TimeFeature> features =
        List.of(TimeFeature.HOUR, TimeFeature.SINCE_PREVIOUS, TimeFeature.SINCE_FIRST);
    return new InputSettings(
        column,
        kind,
        0,
        false,
        normalise,
        false,
        0,
        InputSettings.Scaling.STANDARD,
        missing,
        0,
        0,
        features,
        InputSettings.Into.STEPS,
        AcousticSettings.unused());
  }

  private static InputColumns inputs(boolean normalise) {
    return new InputColumns(
        List.of(
            input("size", InputSettings.Kind.LABEL, InputSettings.Missing.FILL, true),
            input("level", InputSettings.Kind.NUMBERS, InputSettings.Missing.REFUSE, normalise),
            input("at", InputSettings.Kind.TIME, InputSettings.Missing.REFUSE, true),
            input("weight", InputSettings.Kind.VECTOR, InputSettings.Missing.INDICATE, true)));
  }

  private static TargetSettings next(boolean difference) {
    return new TargetSettings(
        "level",
        TargetSettings.Kind.NEXT,
        0,
        false,
        ScoringSettings.defaults(),
        1,
        difference,
        0,
        false);
  }

  /** Sequences of random walks by hours; one hour of each longer one is missing. */
  private static List<ObjectNode> rows() {
    Random random = new Random(3);
    List<ObjectNode> rows = new ArrayList<>();
    for (int who = 0; who < 20; who++) {
      double level = random.nextInt(100);
      int length = 2 + random.nextInt(30);
      for (int step = 0; step < length; step++) {
        level += random.nextGaussian();
        ObjectNode row = JSON.createObjectNode().put("who", who);
        row.put("at", 1_700_000_000L + (long) HOUR * (step < 8 ? step : step + 1));
        row.put("level", level);
        if (who % 3 > 0) {
          row.put("size", who % 2 == 0 ? "small" : "large").put("weight", who * 1.5);
        } else {
          row.putNull("size").putNull("weight");
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private Path write(String name, List<ObjectNode> rows) throws IOException {
    return Files.write(folder.resolve(name), rows.stream().map(ObjectNode::toString).toList());
  }

  private List<JsonNode> predict(
      TableModel model, PredictionOptions options, Path table, String output) throws IOException {
    counts(model, options, table, output);
    return read(output);
  }

  private PredictionCounts counts(
      TableModel model, PredictionOptions options, Path table, String output) throws IOException {
    PredictionInput input =
        new PredictionInput(
            List.of(table.toString()),
            CorpusFormat.JSON,
            true,
            model.preprocessing().columns().names());
    return fixture.predict(model, options, input, output(output, CorpusFormat.JSON));
  }

  private TableModel model(
      InputColumns inputs, SequenceSettings sequence, TargetSettings target, Path table)
      throws IOException {
    return fixture.model(
        LayeredNetworkSettings.Kind.NEXT_FRAME, CorpusFormat.JSON, inputs, sequence, target, table);
  }

  @ParameterizedTest
  @CsvSource({"false, true, 0, 1", "true, true, 0, 1", "true, false, 7, 3", "false, true, 5, 5"})
  void aTableWithThePredictionsAsRowsHasTheSameForecasts(
      boolean difference, boolean normalise, int window, int stride) throws IOException {
    List<ObjectNode> rows = rows();
    Path table = write("table.json", rows);
    TableModel model = model(inputs(normalise), sequences(window, stride), next(difference), table);
    assertThat(counts(model, FED_BACK, table, "fed-back"))
        .isEqualTo(new PredictionCounts(rows.size(), 0, 20 * AHEAD));
    List<JsonNode> forecasts = read("fed-back");
    assertThat(forecasts).hasSize(20 * AHEAD);

    for (int step = 1; step <= AHEAD; step++) {
      Map<Integer, JsonNode> last = new LinkedHashMap<>();
      for (JsonNode row : predict(model, GREEDY, write("by-hand.json", rows), "step" + step)) {
        last.merge(
            row.get("who").intValue(),
            row,
            (one, other) -> one.get("at").longValue() > other.get("at").longValue() ? one : other);
      }
      for (JsonNode forecast : forecasts) {
        if (forecast.get("prediction_step").intValue() == step) {
          JsonNode row = last.get(forecast.get("who").intValue());
          assertThat(forecast.get("prediction").doubleValue())
              .as("step %d of %s", step, row)
              .isCloseTo(row.get("prediction").doubleValue(), ROUNDING);
          assertThat(forecast.get("at").longValue())
              .as("the last row of the table")
              .isEqualTo(row.get("at").longValue() - (long) HOUR * (step - 1));
        }
      }
      for (JsonNode row : last.values()) {
        ObjectNode next = (ObjectNode) row.deepCopy();
        next.put("at", row.get("at").longValue() + HOUR).set("level", row.get("prediction"));
        next.remove("prediction");
        rows.add(next);
      }
    }
  }

  /** The same sequences with a row for each. */
  private static List<ObjectNode> lists() {
    Map<Integer, ObjectNode> sequences = new LinkedHashMap<>();
    for (ObjectNode row : rows()) {
      ObjectNode sequence =
          sequences.computeIfAbsent(
              row.get("who").intValue(),
              who -> {
                ObjectNode made = JSON.createObjectNode().put("who", who);
                made.set("size", row.get("size"));
                made.set("weight", row.get("weight"));
                made.putArray("at");
                made.putArray("level");
                return made;
              });
      ((ArrayNode) sequence.get("at")).add(row.get("at"));
      ((ArrayNode) sequence.get("level")).add(row.get("level"));
    }
    return List.copyOf(sequences.values());
  }

  @Test
  void aRowThatIsASequenceHasAListOfForecasts() throws IOException {
    List<ObjectNode> lists = lists();
    Path table = write("lists.json", lists);
    TableModel model = model(inputs(true), SequenceSettings.none(), next(true), table);
    List<JsonNode> forecasts = predict(model, FED_BACK, table, "fed-back");
    assertThat(forecasts)
        .hasSize(20)
        .allSatisfy(row -> assertThat(row.get("prediction")).hasSize(AHEAD));
    for (int step = 0; step < AHEAD; step++) {
      List<JsonNode> rows = predict(model, GREEDY, write("by-hand.json", lists), "step" + step);
      for (int who = 0; who < rows.size(); who++) {
        JsonNode steps = rows.get(who).get("prediction");
        double next = steps.get(steps.size() - 1).get(0).doubleValue();
        assertThat(forecasts.get(who).get("prediction").get(step).get(0).doubleValue())
            .isCloseTo(next, ROUNDING);
        ArrayNode times = (ArrayNode) lists.get(who).get("at");
        times.add(times.get(times.size() - 1).longValue() + HOUR);
        ((ArrayNode) lists.get(who).get("level")).add(next);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSequenceThatIsReadOnceHasTheBitsOfOneThatIsReadForEachStep(boolean difference)
      throws IOException {
    Path table = write("lists.json", lists());
    TableModel model = model(inputs(true), SequenceSettings.none(), next(difference), table);
    List<String> columns = model.preprocessing().columns().names();
    PredictionInput input =
        new PredictionInput(List.of(table.toString()), CorpusFormat.JSON, true, columns);
    PredictionTable read =
        PredictionTable.open(
            new TableSplitter(fixture.spark),
            SourceFiles.list(input.paths(), fixture.spark.hadoopConfiguration()),
            input.settings(model.preprocessing()));
    PredictionRowReader reader =
        PredictionRowReader.of(model, input, CorpusFormat.JSON, read.columns());
    List<SequenceExtension.Sequence> sequences = new ArrayList<>();
    for (byte[] fields :
        read.rows()
            .map(row -> ExampleCodec.encode(reader.encoder().encodeStep(row).orElseThrow()))
            .collect()) {
      sequences.add(new SequenceExtension.Sequence("a row", ExampleCodec.decode(fields)));
    }
    SequenceExtension extension = new SequenceExtension(model.network());
    float[] values = model.model().parameters();
    Kernels kernels = Kernels.chooseFastest(Precision.F32);
    PredictionOptions options = new PredictionOptions(48, FED_BACK.outputs(), FED_BACK.decoding());
    try (Gemm gemm = kernels.open();
        ExamplePredictor whole = new ExamplePredictor(model.network(), options, gemm, values);
        StepPredictor steps =
            new StepPredictor(model.network(), options.outputs(), kernels.open(), values)) {
      PredictedRows.Pipeline pipeline = new PredictedRows.Pipeline(reader, whole, null, false);
      StepForecaster stepwise = new StepForecaster(steps, reader.encoder(), extension, 9);
      assertThat(new Forecaster(pipeline, extension, 9, Optional.of(stepwise)).forecast(sequences))
          .usingRecursiveComparison()
          .withEqualsForType(Arrays::equals, float[].class)
          .isEqualTo(new Forecaster(pipeline, extension, 9, Optional.empty()).forecast(sequences));
    }
  }

  @Test
  void whatIsNotKnownLaterIsRefusedByName() throws IOException {
    List<ObjectNode> rows = rows();
    rows.forEach(
        row -> row.put("size", row.get("at").longValue() / HOUR % 5 == 0 ? "small" : "large"));
    Path table = write("table.json", rows);
    TableModel model = model(inputs(true), sequences(0, 1), next(false), table);
    assertThatThrownBy(() -> predict(model, FED_BACK, table, "refused"))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("table.json: line ")
        .hasMessageEndingWith(
            ": column size: expected the same value at all steps of the sequence, since later ones"
                + " are known of times and of the predicted column level only, found several; train"
                + " without the column or, for numbers, with one column of kind = frames that has"
                + " all numbers of a step in a list, which are forecast together");
    assertThat(folder.resolve("refused")).doesNotExist();

    List<ObjectNode> irregular = rows();
    irregular.forEach(row -> row.put("at", (long) Math.pow(row.get("at").longValue() % 1e6, 1.2)));
    Path other = write("irregular.json", irregular);
    assertThatThrownBy(() -> predict(model, FED_BACK, other, "irregular"))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("column at: expected at least two steps, half of them or more at");
  }

  @Test
  void onlyAModelOfTheNextNumbersForecasts() throws IOException {
    Path table = write("table.json", rows());
    TargetSettings later =
        new TargetSettings(
            "level",
            TargetSettings.Kind.NEXT,
            0,
            false,
            ScoringSettings.defaults(),
            2,
            false,
            0,
            false);
    RequestedPredictions requested = requested(3);
    for (TableModel model :
        List.of(model(inputs(true), sequences(0, 1), later, table), fixture.labels())) {
      assertThatThrownBy(() -> requested.of(model, null, null))
          .isInstanceOf(InvalidSettingException.class)
          .hasMessage(
              "--steps-ahead: expected none for a model that does not predict the next numbers from"
                  + " the steps before, one step ahead (corpus.target.kind = next, ahead = 1),"
                  + " found 3");
    }
    assertThatThrownBy(() -> requested(0))
        .hasMessage("--steps-ahead: expected at least 1, found 0");
  }

  private static RequestedPredictions requested(int stepsAhead) {
    return new RequestedPredictions(
        24, null, false, stepsAhead, false, null, false, RequestedDecoding.none());
  }
}
