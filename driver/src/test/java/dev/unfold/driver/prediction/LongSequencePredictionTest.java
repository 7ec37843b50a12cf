package dev.unfold.driver.prediction;

import static dev.unfold.driver.prediction.TablePredictionFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unfold.driver.prediction.column.PredictionOutput;
import dev.unfold.worker.prediction.OutputOptions;
import dev.unfold.worker.prediction.PredictionOptions;
import dev.unfold.worker.prediction.TableModel;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.ScoringSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings.WindowSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.network.Activation;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.network.TimeDelaySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares predictions for sequences that are read in parts with those for whole sequences. */
class LongSequencePredictionTest extends PredictionCase {
  /** The number of steps of a part: less than most sequences have. */
  private static final int PART = 64;

  private Path table;

  /** Sequences of all lengths, with gaps, and with rows that have no event or no point. */
  @BeforeEach
  void writeTable() throws IOException {
    Random random = new Random(4);
    List<String> rows = new ArrayList<>();
    for (int who = 0; who < 24; who++) {
      int length = List.of(1, 63, 64, 65, 127, 128, 129, 500).get(who % 8) + who / 8;
      double when = 0;
      for (int step = 0; step < length; step++) {
        when += random.nextInt(90) == 0 ? 100 : 1 + random.nextInt(3);
        String event = random.nextInt(20) == 0 ? "null" : "\"e" + random.nextInt(5) + "\"";
        String point = random.nextInt(30) == 0 ? "null" : String.valueOf(random.nextInt(90));
        rows.add(
            """
            {"who": %d, "when": %s, "event": %s, "at": %s, "point": %s, "kind": "k%d", "tag": "%s"}\
            """
                .formatted(
                    who,
                    when,
                    event,
                    when + 1e9,
                    point,
                    who % 3,
                    random.nextBoolean() ? "V" : "C"));
      }
    }
    Collections.shuffle(rows, random);
    table = Files.write(folder.resolve("rows.json"), rows);
  }

  /** What is predicted, from what, by which layers. */
  private enum Case {
    TAGS(LayeredNetworkSettings.Kind.TAGGER, TargetSettings.Kind.TAGS),
    TAGS_LOOKING_AHEAD(LayeredNetworkSettings.Kind.TAGGER, TargetSettings.Kind.TAGS),
    TAGS_FROM_BOTH_ENDS(LayeredNetworkSettings.Kind.TAGGER, TargetSettings.Kind.TAGS),
    LABEL(LayeredNetworkSettings.Kind.SEQUENCE_TO_VECTOR, TargetSettings.Kind.LABEL),
    NEXT(LayeredNetworkSettings.Kind.NEXT_FRAME, TargetSettings.Kind.NEXT);

    private final LayeredNetworkSettings.Kind kind;
    private final TargetSettings.Kind target;

    Case(LayeredNetworkSettings.Kind kind, TargetSettings.Kind target) {
      this.kind = kind;
      this.target = target;
    }

    private List<LayerSettings> layers() {
      return switch (this) {
        case TAGS, LABEL, NEXT -> recurrent(false);
        case TAGS_FROM_BOTH_ENDS -> recurrent(true);
        case TAGS_LOOKING_AHEAD ->
            List.of(
                new TimeDelaySettings(6, List.of(-1, 0, 2), Activation.TANH, false),
                recurrent(false).get(0),
                new TimeDelaySettings(6, List.of(-3, 3), Activation.TANH, false));
      };
    }

    private static List<LayerSettings> recurrent(boolean bothDirections) {
      return RecurrentSettings.stack(CellKind.GRU, 1, 6, bothDirections);
    }

    private boolean isWhole() {
      return this == TAGS_FROM_BOTH_ENDS;
    }
  }

  private static SequenceSettings by(WindowSettings window) {
    return new SequenceSettings(List.of("who"), List.of("when"), 50, window);
  }

  private static InputSettings input(String column, InputSettings.Kind kind) {
    return new InputSettings(column, kind, 0, false, true, false);
  }

  /** Returns a model that reads events, points, times and, in its first state, a kind. */
  private TableModel model(Case of, WindowSettings window, boolean boundaries) throws IOException {
    String target = of == Case.NEXT ? "event" : "tag";
    InputColumns inputs =
        new InputColumns(
            List.of(
                input("event", InputSettings.Kind.CATEGORIES),
                input("point", InputSettings.Kind.NUMBERS),
                input("at", InputSettings.Kind.TIME),
                input("kind", InputSettings.Kind.LABEL).with(InputSettings.Into.FIRST_STATE)));
    Path complete = folder.resolve("complete.json");
    try (Stream<String> lines = Files.lines(table)) {
      Files.write(complete, lines.filter(line -> !line.contains("null")).toList());
    }
    return fixture.model(
        TablePredictionFixture.settings(of.kind, of.layers()),
        CorpusFormat.JSON,
        inputs,
        by(window),
        new TargetSettings(
            target, of.target, 0, false, ScoringSettings.defaults(), 1, false, 0, boundaries),
        complete);
  }

  private static PredictionInput rows(Path path) {
    return new PredictionInput(
        List.of(path.toString()), CorpusFormat.JSON, true, List.of("event", "point", "at", "kind"));
  }

  /** Returns the rows with predictions, of sequences that are read in parts of some length. */
  private List<JsonNode> predicted(TableModel model, OutputOptions outputs, int part)
      throws IOException {
    String name = "parts of " + part;
    PredictionOptions options =
        new PredictionOptions(24, outputs, TablePredictionFixture.GREEDY.decoding());
    PredictionCounts counts =
        fixture
            .withStepsAtATime(part)
            .predict(model, options, rows(table), output(name, CorpusFormat.JSON));
    List<JsonNode> rows = read(name);
    long without = rows.stream().filter(row -> row.get("prediction").isNull()).count();
    assertThat(counts).isEqualTo(new PredictionCounts(rows.size(), without, rows.size()));
    return rows;
  }

  @ParameterizedTest
  @EnumSource
  void partsHaveThePredictionsOfWholeSequences(Case of) throws IOException {
    TableModel model = model(of, new WindowSettings(0, 1), false);
    assertThat(model.network().leastSteps().isEmpty()).isEqualTo(of.isWhole());
    OutputOptions all = new OutputOptions(0.5, true, 2);
    List<JsonNode> whole = predicted(model, all, BufferedRows.MAX_STEPS);

    assertThat(predicted(model, all, PART)).isEqualTo(whole);
    assertThat(whole).extracting(row -> row.get("prediction").asText()).contains("null");
    assertThat(whole)
        .extracting(row -> row.get("prediction").asText())
        .satisfies(texts -> assertThat(texts.stream().distinct()).hasSizeGreaterThan(2));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void partsHaveTheScoresOfWholeSequences(boolean boundaries) throws IOException {
    TableModel model = model(Case.NEXT, new WindowSettings(0, 1), boundaries);
    List<JsonNode> whole = predicted(model, OutputOptions.ofScores(2), BufferedRows.MAX_STEPS);

    assertThat(predicted(model, OutputOptions.ofScores(2), PART)).isEqualTo(whole);
    if (boundaries) {
      assertThat(whole.stream().filter(row -> !row.get("prediction_end").isNull()))
          .hasSizeGreaterThan(24);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NEXT, 20, 7, true",
    "LABEL, 20, 20, false",
    "TAGS_FROM_BOTH_ENDS, 100, 1, false",
    "TAGS_LOOKING_AHEAD, 100, 90, false"
  })
  void partsHaveTheWindowsOfWholeSequences(Case of, int length, int stride, boolean scores)
      throws IOException {
    TableModel model = model(of, new WindowSettings(length, stride), scores);
    OutputOptions all = scores ? OutputOptions.ofScores(0) : new OutputOptions(0.5, true, 0);
    List<JsonNode> whole = predicted(model, all, BufferedRows.MAX_STEPS);

    assertThat(predicted(model, all, PART)).isEqualTo(whole);
  }

  /** The last sequences of a table may have nothing to forecast from. */
  @Test
  void sequencesWithoutAnInputHaveNoForecasts() throws IOException {
    Path only =
        Files.write(
            folder.resolve("only.json"),
            List.of(
                "{\"who\": 1, \"when\": 1, \"point\": 5}",
                "{\"who\": 1, \"when\": 2, \"point\": 7}",
                "{\"who\": 2, \"when\": 1, \"point\": null}"));
    Path known = Files.write(folder.resolve("known.json"), Files.readAllLines(only).subList(0, 2));
    TableModel model =
        fixture.model(
            LayeredNetworkSettings.Kind.NEXT_FRAME,
            CorpusFormat.JSON,
            input("point", InputSettings.Kind.NUMBERS),
            by(new WindowSettings(0, 1)),
            new TargetSettings("", TargetSettings.Kind.NEXT, 0),
            known);
    PredictionOutput output = output("forecasts", CorpusFormat.JSON);
    PredictionOptions ahead =
        new PredictionOptions(
            24,
            new OutputOptions(0.5, false, 0).ahead(2),
            TablePredictionFixture.GREEDY.decoding());
    for (int part : List.of(1, BufferedRows.MAX_STEPS)) {
      PredictionOutput other = output("forecasts" + part, CorpusFormat.JSON);
      assertThat(fixture.withStepsAtATime(part).predict(model, ahead, json(only, "point"), other))
          .isEqualTo(new PredictionCounts(3, 1, 2));
      assertThat(read("forecasts" + part)).hasSize(2);
    }
    fixture.predict(
        model,
        ahead,
        json(
            Files.write(folder.resolve("none.json"), Files.readAllLines(only).subList(2, 3)),
            "point"),
        output);
    assertThat(read("forecasts")).isEmpty();
  }
}
