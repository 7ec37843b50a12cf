package dev.unfold.driver.prediction;

import static dev.unfold.driver.prediction.TablePredictionFixture.GREEDY;
import static dev.unfold.driver.prediction.TablePredictionFixture.ROWS;
import static dev.unfold.driver.prediction.TablePredictionFixture.WHOLE;
import static dev.unfold.driver.prediction.TablePredictionFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unfold.driver.execution.NamedJobs;
import dev.unfold.worker.generation.BeamSettings;
import dev.unfold.worker.generation.ClassSampler;
import dev.unfold.worker.generation.DecodingStrategy;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.prediction.PredictionOptions;
import dev.unfold.worker.prediction.TableModel;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the predictions and their order, and that a prediction depends only on its row. */
class TablePredictorTest extends PredictionCase {
  @Test
  void labelsAreThoseThatEvaluationCountsInTheOrderOfTheRows() throws IOException {
    TableModel model = fixture.labels();
    PredictionCounts counts =
        fixture.predict(
            model, GREEDY, json(fixture.table(), "words"), output("out", CorpusFormat.JSON));

    assertThat(counts).isEqualTo(new PredictionCounts(ROWS, 0, ROWS));
    List<JsonNode> rows = read("out");
    List<String> given = Files.readAllLines(fixture.table());
    int right = 0;
    for (int row = 0; row < ROWS; row++) {
      JsonNode actual = rows.get(row);
      assertThat(actual.get("row").intValue()).isEqualTo(row);
      JsonNode expected = new ObjectMapper().readTree(given.get(row));
      expected
          .fields()
          .forEachRemaining(
              entry -> assertThat(actual.get(entry.getKey())).isEqualTo(entry.getValue()));
      assertThat(actual.get("prediction_probability").doubleValue()).isBetween(0.5, 1.0);
      right += actual.get("prediction").equals(actual.get("label")) ? 1 : 0;
    }
    double accuracy = fixture.evaluate(model, fixture.table()).scalars().get("accuracy");
    assertThat((double) right / ROWS).isCloseTo(accuracy, Offset.offset(1e-12)).isBetween(0.1, 0.9);
  }

  @Test
  void jobsAndStagesHaveNames() throws IOException, TimeoutException {
    TableModel model = fixture.labels();
    PredictionInput input = json(fixture.table(), "words");
    List<String> names =
        NamedJobs.during(
            fixture.spark,
            () -> fixture.predict(model, GREEDY, input, output("out", CorpusFormat.JSON)));

    assertThat(names).containsOnly("reading the columns", "reading the input", "predicting");
  }

  @Test
  void theRowsOfATableOfSparkAreStoredAndNotHashed() throws IOException, TimeoutException {
    TableModel model = fixture.labels();
    SparkSession session = SparkSession.builder().sparkContext(fixture.spark.sc()).getOrCreate();
    session.read().json(fixture.table().toString()).createOrReplaceTempView("to_predict");
    PredictionInput input = json(fixture.table(), "words").ofTable("to_predict");
    List<String> names =
        NamedJobs.during(
            fixture.spark,
            () -> fixture.predict(model, GREEDY, input, output("out", CorpusFormat.JSON)));

    assertThat(names)
        .containsOnly(
            "reading the table", "reading the columns", "reading the input", "predicting");
    assertThat(read("out")).hasSize(ROWS);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).noneMatch(path -> path.getFileName().toString().startsWith(".unfold-"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SEQUENCE_TO_VECTOR, words, LABEL, label",
    "SEQUENCE_TO_VECTOR, words, VECTOR, number",
    "TAGGER, words, TAGS, tags",
    "TAGGER, words, SETS, sets",
    "TAGGER, words, FRAMES, points",
    "NEXT_FRAME, sets, NEXT, ''",
    "NEXT_FRAME, points, NEXT, ''",
    "SEQUENCE_TO_SEQUENCE, words, WORDS, answer",
    "VECTOR_TO_SEQUENCE, label, CHARACTERS, answer"
  })
  void partitionsAndFilesDoNotMatter(
      LayeredNetworkSettings.Kind kind, String input, TargetSettings.Kind target, String column)
      throws IOException {
    TableModel model = fixture.model(kind, input, target, column);
    fixture.predict(model, GREEDY, json(fixture.table(), input), output("one", CorpusFormat.JSON));
    fixture
        .withSplitBytes(Files.size(fixture.table()) / 7 + 1)
        .predict(model, GREEDY, json(fixture.table(), input), output("seven", CorpusFormat.JSON));
    List<String> given = Files.readAllLines(fixture.table());
    Path files = Files.createDirectory(folder.resolve("in"));
    Files.write(files.resolve("a.json"), given.subList(0, 10));
    Files.write(files.resolve("b.json"), given.subList(10, 2100));
    Files.write(files.resolve("c.json"), given.subList(2100, ROWS));
    fixture.predict(model, GREEDY, json(files, input), output("files", CorpusFormat.JSON));

    List<String> one = lines("one");
    assertThat(one).hasSize(ROWS);
    assertThat(lines("seven")).isEqualTo(one);
    assertThat(lines("files")).isEqualTo(one);
    try (Stream<Path> parts = Files.list(folder.resolve("seven"))) {
      assertThat(parts.filter(part -> part.getFileName().toString().startsWith("part"))).hasSize(7);
    }
  }

  @Test
  void sampledSequencesDependOnTheSeedAndTheRowOnly() throws IOException {
    TableModel model =
        fixture.model(
            LayeredNetworkSettings.Kind.SEQUENCE_TO_SEQUENCE,
            "words",
            TargetSettings.Kind.WORDS,
            "answer");
    for (String run : List.of("1", "2", "1 again")) {
      ClassSampler sampler = new ClassSampler(1, 0, 1, new CounterRandom(run.charAt(0)));
      fixture
          .withSplitBytes(run.equals("1") ? WHOLE : 100_000)
          .predict(
              model,
              TablePredictionFixture.options(new DecodingStrategy.SamplingDecoding(5, sampler)),
              json(fixture.table(), "words"),
              output(run, CorpusFormat.JSON));
    }
    assertThat(lines("1 again")).isEqualTo(lines("1"));
    assertThat(lines("2")).isNotEqualTo(lines("1"));
  }

  @Test
  void sequencesAreThoseThatEvaluationCounts() throws IOException {
    TableModel model =
        fixture.model(
            LayeredNetworkSettings.Kind.SEQUENCE_TO_SEQUENCE,
            "words",
            TargetSettings.Kind.WORDS,
            "answer");
    fixture.predict(
        model, GREEDY, json(fixture.table(), "words"), output("greedy", CorpusFormat.JSON));
    fixture.predict(
        model,
        TablePredictionFixture.options(
            new DecodingStrategy.BeamSearchDecoding(12, new BeamSettings(1, 0))),
        json(fixture.table(), "words"),
        output("beam", CorpusFormat.JSON));

    long right =
        read("greedy").stream()
            .filter(row -> row.get("prediction").equals(row.get("answer")))
            .count();
    double exact = fixture.evaluate(model, fixture.table()).scalars().get("exactMatch");
    assertThat((double) right / ROWS).isCloseTo(exact, Offset.offset(1e-12));
    assertThat(lines("beam")).isEqualTo(lines("greedy"));
  }

  @Test
  void numbersAreInTheUnitOfTheTarget() throws IOException {
    TableModel model =
        fixture.model(
            LayeredNetworkSettings.Kind.NEXT_FRAME, "points", TargetSettings.Kind.NEXT, "");
    fixture.predict(
        model, GREEDY, json(fixture.table(), "points"), output("out", CorpusFormat.JSON));
    double squares = 0;
    long numbers = 0;
    for (JsonNode row : read("out")) {
      JsonNode points = row.get("points");
      assertThat(row.get("prediction")).hasSize(points.size());
      for (int step = 1; step < points.size(); step++) {
        for (int i = 0; i < 2; i++) {
          double deviation = deviation(model, i);
          double error =
              row.get("prediction").get(step - 1).get(i).doubleValue()
                  - points.get(step).get(i).doubleValue();
          squares += error * error / deviation / deviation;
          numbers++;
        }
      }
    }
    double expected = fixture.evaluate(model, fixture.table()).scalars().get("meanSquaredError");
    assertThat(squares / numbers).isCloseTo(expected, Offset.offset(1e-4 * expected));
  }

  private static double deviation(TableModel model, int column) {
    return ((FieldSchema.Numbers) model.schema().input()).scale().deviation().get(column);
  }

  @Test
  void theMostProbableLabelsOnRequest() throws IOException {
    TableModel model = fixture.labels();
    PredictionOptions two = TablePredictionFixture.withTopK(2);
    fixture.predict(model, two, json(fixture.table(), "words"), output("json", CorpusFormat.JSON));
    List<JsonNode> rows = read("json");
    int right = 0;
    for (JsonNode row : rows) {
      JsonNode top = row.get("prediction_top");
      assertThat(top).hasSize(2);
      assertThat(top.get(0).get("label")).isEqualTo(row.get("prediction"));
      assertThat(top.get(0).get("probability")).isEqualTo(row.get("prediction_probability"));
      assertThat(top.get(1).get("probability").doubleValue())
          .isLessThanOrEqualTo(top.get(0).get("probability").doubleValue());
      right += top.get(0).get("label").equals(row.get("label")) ? 1 : 0;
    }
    double accuracy = fixture.evaluate(model, fixture.table()).scalars().get("accuracy");
    assertThat((double) right / ROWS).isCloseTo(accuracy, Offset.offset(1e-12));

    Path flat = folder.resolve("flat.json");
    Files.write(flat, List.of("{\"words\": \"w1 w2\"}", "{\"words\": null}"));
    fixture.predict(model, two, json(flat, "words"), output("csv", CorpusFormat.CSV));
    assertThat(lines("csv").get(0))
        .isEqualTo("words,prediction,prediction_probability,prediction_2,prediction_2_probability");
    assertThat(lines("csv").get(1)).matches("w1 w2,[a-z]+,0\\.\\d+,[a-z]+,0\\.\\d+");
    assertThat(lines("csv").get(2)).isEqualTo(",,,,");
  }

  @Test
  void theMostProbableTagsOfEachStepOnRequest() throws IOException {
    TableModel tagger =
        fixture.model(
            LayeredNetworkSettings.Kind.TAGGER, "words", TargetSettings.Kind.TAGS, "tags");
    fixture.predict(
        tagger,
        TablePredictionFixture.withTopK(2),
        json(fixture.table(), "words"),
        output("tags", CorpusFormat.PARQUET));
    Row row =
        fixture
            .session()
            .read()
            .parquet(folder.resolve("tags").toString())
            .selectExpr(
                "prediction = transform(prediction_top, each -> each[0].label)",
                "size(prediction_top) = size(prediction)")
            .distinct()
            .collectAsList()
            .get(0);
    assertThat(row.getBoolean(0)).isTrue();
    assertThat(row.getBoolean(1)).isTrue();
  }

  @Test
  void allProbabilitiesOnRequest() throws IOException {
    fixture.predict(
        fixture.labels(),
        TablePredictionFixture.withProbabilities(),
        json(fixture.table(), "words"),
        output("labels", CorpusFormat.JSON));
    JsonNode label = read("labels").get(17);
    JsonNode byLabel = label.get("prediction_probabilities");
    assertThat(byLabel.get(label.get("prediction").textValue()))
        .isEqualTo(label.get("prediction_probability"));
    assertThat(byLabel.get("vowel").doubleValue() + byLabel.get("consonant").doubleValue())
        .isCloseTo(1, Offset.offset(1e-6));

    TableModel tagger =
        fixture.model(
            LayeredNetworkSettings.Kind.TAGGER, "words", TargetSettings.Kind.SETS, "sets");
    fixture.predict(
        tagger,
        TablePredictionFixture.withProbabilities(),
        json(fixture.table(), "words"),
        output("sets", CorpusFormat.PARQUET));
    Row row =
        fixture
            .session()
            .read()
            .parquet(folder.resolve("sets").toString())
            .select("sets", "prediction_probabilities")
            .first();
    assertThat(row.getList(1)).hasSameSizeAs(row.getList(0));
  }
}
