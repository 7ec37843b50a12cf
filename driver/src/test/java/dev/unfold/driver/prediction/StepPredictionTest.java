package dev.unfold.driver.prediction;

import static dev.unfold.driver.prediction.TablePredictionFixture.GREEDY;
import static dev.unfold.driver.prediction.TablePredictionFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unfold.worker.prediction.PredictionOptions;
import dev.unfold.worker.prediction.TableModel;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings.WindowSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the predictions for tables whose rows are the steps of sequences. */
class StepPredictionTest extends PredictionCase {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SEQUENCES = 150;

  private static SequenceSettings by(double gap, int length, int stride) {
    return new SequenceSettings(
        List.of("who"), List.of("when"), gap, new WindowSettings(length, stride));
  }

  /** Sequences as rows of lists, and the same as rows of steps in another order. */
  private record Tables(Path lists, Path steps) {}

  private Tables tables() throws IOException {
    Random random = new Random(4);
    List<String> lists = new ArrayList<>();
    List<String> steps = new ArrayList<>();
    for (int who = 0; who < SEQUENCES; who++) {
      List<String> events = new ArrayList<>();
      List<String> points = new ArrayList<>();
      List<String> sets = new ArrayList<>();
      List<String> tags = new ArrayList<>();
      int length = 2 + random.nextInt(random.nextInt(120) + 1);
      for (int step = 0; step < length; step++) {
        events.add("\"e" + random.nextInt(5) + "\"");
        points.add("[" + (100 + random.nextInt(9)) + ", " + random.nextInt(5) + "]");
        sets.add("[" + random.nextInt(3) + "]");
        tags.add(random.nextBoolean() ? "\"V\"" : "\"C\"");
        steps.add(
            """
            {"who": %d, "when": %d, "event": %s, "points": %s, "sets": %s, "tag": %s}\
            """
                .formatted(
                    who, step, events.get(step), points.get(step), sets.get(step), tags.get(step)));
      }
      lists.add(
          """
          {"who": %d, "event": %s, "points": %s, "sets": %s, "tag": %s, "last": %s}\
          """
              .formatted(who, events, points, sets, tags, tags.get(length - 1)));
    }
    Collections.shuffle(steps, random);
    return new Tables(
        Files.write(folder.resolve("lists.json"), lists),
        Files.write(folder.resolve("steps.json"), steps));
  }

  private List<JsonNode> predicted(
      TableModel model, PredictionOptions options, Path table, String column, String output)
      throws IOException {
    fixture.predict(model, options, json(table, column), output(output, CorpusFormat.JSON));
    return read(output);
  }

  private static InputSettings input(String column, InputSettings.Kind kind) {
    return new InputSettings(column, kind, 3, false, true, false);
  }

  @ParameterizedTest
  @CsvSource({
    "TAGGER, event, CATEGORIES, TAGS, tag",
    "TAGGER, sets, SETS, SETS, sets",
    "TAGGER, event, CATEGORIES, FRAMES, points",
    "NEXT_FRAME, points, FRAMES, NEXT, ''",
    "NEXT_FRAME, sets, SETS, NEXT, ''",
    "NEXT_FRAME, event, CATEGORIES, NEXT, ''"
  })
  void aStepHasThePredictionThatItHasInALists(
      LayeredNetworkSettings.Kind kind,
      String column,
      InputSettings.Kind input,
      TargetSettings.Kind target,
      String targetColumn)
      throws IOException {
    Tables tables = tables();
    TargetSettings settings = new TargetSettings(targetColumn, target, 3);
    TableModel ofLists =
        fixture.model(kind, CorpusFormat.JSON, input(column, input), settings, tables.lists());
    TableModel ofSteps =
        fixture.model(
            kind, CorpusFormat.JSON, input(column, input), by(0, 0, 1), settings, tables.steps());
    List<JsonNode> expected = predicted(ofLists, GREEDY, tables.lists(), column, "lists");
    List<JsonNode> rows = predicted(ofSteps, GREEDY, tables.steps(), column, "steps");

    for (JsonNode row : rows) {
      JsonNode list = expected.get(row.get("who").intValue()).get("prediction");
      assertThat(row.get("prediction")).isEqualTo(list.get(row.get("when").intValue()));
    }
    assertThat(rows).hasSize(expected.stream().mapToInt(row -> row.get("event").size()).sum());
    assertThat(rows).extracting(row -> row.get("prediction").toString()).doesNotContain("null");
    assertThat(distinct(rows)).hasSizeGreaterThan(1);
  }

  private static List<String> distinct(List<JsonNode> rows) {
    return rows.stream().map(row -> row.get("prediction").toString()).distinct().toList();
  }

  @Test
  void theOrderAndTheSplitsOfRowsDoNotMatter() throws IOException {
    Tables tables = tables();
    TableModel model = tagger(tables, by(0, 0, 1));
    List<JsonNode> rows = predicted(model, GREEDY, tables.steps(), "event", "one");
    List<String> lines = Files.readAllLines(tables.steps());
    Collections.shuffle(lines, new Random(9));
    Path other = Files.write(folder.resolve("other.json"), lines);
    fixture
        .withSplitBytes(Files.size(other) / 5 + 1)
        .predict(model, GREEDY, json(other, "event"), output("five", CorpusFormat.JSON));

    assertThat(read("five")).containsExactlyInAnyOrderElementsOf(rows);
  }

  private TableModel tagger(Tables tables, SequenceSettings sequence) throws IOException {
    return fixture.model(
        LayeredNetworkSettings.Kind.NEXT_FRAME,
        CorpusFormat.JSON,
        input("event", InputSettings.Kind.CATEGORIES),
        sequence,
        new TargetSettings("", TargetSettings.Kind.NEXT, 0),
        tables.steps());
  }

  @Test
  void theLastRowOfASequenceHasItsLabel() throws IOException {
    Tables tables = tables();
    TargetSettings label = new TargetSettings("tag", TargetSettings.Kind.LABEL, 0);
    TableModel model =
        fixture.model(
            LayeredNetworkSettings.Kind.SEQUENCE_TO_VECTOR,
            CorpusFormat.JSON,
            input("event", InputSettings.Kind.CATEGORIES),
            by(0, 0, 1),
            label,
            tables.steps());
    PredictionCounts counts =
        fixture.predict(
            model, GREEDY, json(tables.steps(), "event"), output("labels", CorpusFormat.JSON));
    List<JsonNode> rows = read("labels");
    assertThat(counts)
        .isEqualTo(new PredictionCounts(rows.size(), rows.size() - SEQUENCES, rows.size()));

    for (int i = 0; i < rows.size(); i++) {
      boolean last =
          i == rows.size() - 1 || !rows.get(i).get("who").equals(rows.get(i + 1).get("who"));
      assertThat(rows.get(i).get("prediction").isNull()).isEqualTo(!last);
    }
    assertThat(distinct(rows)).contains("\"V\"", "\"C\"", "null");
  }

  @Test
  void aRowIsInTheFirstWindowThatHasIt() throws IOException {
    Path table = folder.resolve("rows.json");
    List<String> lines = new ArrayList<>();
    for (int when = 0; when < 11; when++) {
      lines.add(
          "{\"who\": \"a\", \"when\": %d, \"event\": \"e%d\", \"points\": [1, 1], \"sets\": [1]}"
              .formatted(when, when % 3));
    }
    Files.write(table, lines);
    Tables tables = new Tables(table, table);
    List<JsonNode> whole = predicted(tagger(tables, by(0, 0, 1)), GREEDY, table, "event", "whole");
    List<JsonNode> windows =
        predicted(tagger(tables, by(0, 6, 4)), GREEDY, table, "event", "windows");
    List<JsonNode> second =
        predicted(
            tagger(tables, by(0, 0, 1)),
            GREEDY,
            Files.write(folder.resolve("second.json"), lines.subList(4, 10)),
            "event",
            "second");

    assertThat(windows.subList(0, 6)).isEqualTo(whole.subList(0, 6));
    assertThat(windows.subList(6, 10)).isEqualTo(second.subList(2, 6));
    assertThat(windows.subList(6, 10)).isNotEqualTo(whole.subList(6, 10));
  }

  @Test
  void aRowWithoutItsInputIsLeftOutOfItsSequence() throws IOException {
    Tables tables = tables();
    TableModel model = tagger(tables, by(0, 0, 1));
    List<String> lines = Files.readAllLines(tables.steps());
    List<JsonNode> expected = predicted(model, GREEDY, tables.steps(), "event", "all");
    lines.add("{\"who\": 3, \"when\": 0.5, \"points\": [1, 1], \"sets\": []}");
    lines.add("{\"who\": \"nobody\", \"when\": 1, \"points\": [1, 1], \"sets\": []}");
    PredictionCounts counts =
        fixture.predict(
            model,
            GREEDY,
            json(Files.write(folder.resolve("more.json"), lines), "event"),
            output("more", CorpusFormat.JSON));

    assertThat(counts).isEqualTo(new PredictionCounts(lines.size(), 2, lines.size()));
    List<JsonNode> rows = read("more");
    assertThat(rows.stream().filter(row -> row.get("prediction").isNull()))
        .extracting(row -> row.get("who").asText())
        .containsExactlyInAnyOrder("3", "nobody");
    assertThat(rows.stream().filter(row -> !row.get("prediction").isNull()))
        .extracting(row -> row.get("prediction"))
        .containsExactlyInAnyOrderElementsOf(
            expected.stream().map(row -> row.get("prediction")).toList());
  }

  @Test
  void flatFormatsHaveOneValueForEachRow() throws IOException {
    Tables tables = tables();
    TableModel model =
        fixture.model(
            LayeredNetworkSettings.Kind.NEXT_FRAME,
            CorpusFormat.JSON,
            input("event", InputSettings.Kind.CATEGORIES),
            by(0, 0, 1),
            new TargetSettings("", TargetSettings.Kind.NEXT, 0),
            tables.steps());
    Path flat = folder.resolve("flat.csv");
    List<String> lines = new ArrayList<>(List.of("who,when,event"));
    for (String line : Files.readAllLines(tables.steps())) {
      JsonNode row = JSON.readTree(line);
      lines.add(
          String.join(
              ",", row.get("who").asText(), row.get("when").asText(), row.get("event").asText()));
    }
    Files.write(flat, lines);
    fixture.predict(
        model,
        TablePredictionFixture.withTopK(2),
        new PredictionInput(List.of(flat.toString()), CorpusFormat.CSV, true, List.of("event")),
        output("flat", CorpusFormat.CSV));

    List<String> written = lines("flat");
    assertThat(written.get(0))
        .isEqualTo(
            "who,when,event,prediction,prediction_probability,prediction_2,prediction_2_probability");
    assertThat(written).hasSize(lines.size());
  }
}
