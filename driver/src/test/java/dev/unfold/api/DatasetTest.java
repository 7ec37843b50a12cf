package dev.unfold.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unfold.driver.execution.LocalSpark;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Trains, evaluates and predicts on datasets of a program. */
class DatasetTest {
  private static final StructType COLUMNS =
      new StructType().add("id", "bigint").add("text", "string").add("stars", "string");

  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();
  @TempDir private Path folder;

  private static SparkSession session() {
    return SparkSession.builder().sparkContext(SPARK.context().sc()).getOrCreate();
  }

  private static Dataset<Row> rows(int count) {
    List<Row> rows = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      rows.add(RowFactory.create(i, "w" + i % 7 + " w" + i % 5, i % 2 == 0 ? "even" : "odd"));
    }
    return session().createDataFrame(rows, COLUMNS);
  }

  private Settings settings(String run) {
    return Settings.defaults()
        .with("corpus.input", Map.of("column", "text", "kind", "words"))
        .with("corpus.target", Map.of("column", "stars", "kind", "label"))
        .with("network", Map.of("kind", "sequence-to-vector", "hidden", 8, "embedding", 4))
        .with("training", Map.of("epochs", 2, "batch", 8, "shards", 2, "steps", 4))
        .withRun(folder.resolve(run).toString());
  }

  private TrainedModel train(Settings settings) {
    Unfold unfold = Unfold.on(SPARK.context());
    return unfold.load(unfold.train(settings).run());
  }

  @Test
  void aDatasetTrainsTheSameModelAsFiles() throws IOException {
    Dataset<Row> rows = rows(60);
    String file = folder.resolve("table").toString();
    rows.write().parquet(file);
    TrainedModel ofFiles =
        train(settings("files").withTraining(file).withTest(file).with("corpus.format", "parquet"));
    Dataset<Row> shuffled = rows.repartition(5).orderBy(functions.rand());
    TrainedModel ofRows = train(settings("rows").withTraining(shuffled).withTest(rows.limit(60)));

    assertThat(ofRows.parametersSha256()).isEqualTo(ofFiles.parametersSha256());
    assertThat(ofRows.metrics().get("test")).isEqualTo(ofFiles.metrics().get("test"));
    assertThat(ofFiles.evaluate(shuffled).metrics()).isEqualTo(ofFiles.evaluate(file).metrics());
    JsonNode source =
        new ObjectMapper()
            .readTree(Path.of(URI.create(ofRows.path())).resolve("provenance.json").toFile())
            .at("/corpora/train/source");
    assertThat(source.at("/tables/0").asText()).isEqualTo("the training dataset");
    assertThat(source.at("/rows").asInt()).isEqualTo(60);
    assertThat(source.at("/sha256").asText()).hasSize(64);

    String fromFile = folder.resolve("fromFile").toString();
    String fromRows = folder.resolve("fromRows").toString();
    ofFiles.predict(PredictionRequest.of(file, fromFile));
    PredictionResult result = ofFiles.predict(PredictionRequest.of(shuffled, fromRows));
    assertThat(result.rows()).isEqualTo(60);
    assertThat(session().read().json(fromRows).orderBy("id").collectAsList())
        .isEqualTo(session().read().json(fromFile).orderBy("id").collectAsList());
    assertThat(session().sql("SHOW VIEWS IN global_temp").collectAsList()).isEmpty();
    try (var files = Files.list(folder)) {
      assertThat(files).noneMatch(path -> path.getFileName().toString().startsWith("."));
    }
  }

  @Test
  void theRowsAreComputedOnceAndMustBeTheSameWhenARunResumes() {
    LongAccumulator computed = SPARK.context().sc().longAccumulator();
    Dataset<Row> counted =
        rows(40)
            .map(
                (MapFunction<Row, Row>)
                    row -> {
                      computed.add(1);
                      return row;
                    },
                Encoders.row(COLUMNS));
    train(settings("run").withTraining(counted));
    assertThat(computed.value()).isEqualTo(40);

    assertThatThrownBy(
            () -> train(settings("run").withTraining(rows(41)).with("training.epochs", 3)))
        .isInstanceOf(UnfoldException.class)
        .hasMessageContaining("training table");
    assertThat(
            Unfold.on(SPARK.context())
                .train(settings("run").withTraining(rows(40)).with("training.epochs", 3))
                .epochs())
        .isEqualTo(3);
  }

  @Test
  void conditionsDivideOneTableIntoThree() throws IOException {
    Dataset<Row> rows = rows(90);
    List<String> conditions = List.of("id < 50", "id BETWEEN 50 AND 70", "id > 70");
    Settings files = settings("three").with("corpus.format", "parquet");
    Settings one = settings("one").with("corpus.format", "spark");
    List<String> corpora = List.of("train", "validation", "test");
    String table = folder.resolve("table").toString();
    rows.write().parquet(table);
    for (int i = 0; i < corpora.size(); i++) {
      String part = folder.resolve("part" + i).toString();
      rows.where(conditions.get(i)).write().parquet(part);
      files = files.with("corpus." + corpora.get(i), part);
      one =
          one.with("corpus." + corpora.get(i), table)
              .with("corpus.where." + corpora.get(i), conditions.get(i));
    }
    TrainedModel expected = train(files);
    TrainedModel model =
        train(
            one.with(
                "corpus.source", Map.of("format", "parquet", "options", "my.password=hunter2")));
    assertThat(model.parametersSha256()).isEqualTo(expected.parametersSha256());
    assertThat(model.metrics().get("test")).isEqualTo(expected.metrics().get("test"));
    assertThat(model.metrics().get("validation")).isEqualTo(expected.metrics().get("validation"));
    assertPartIsApplied(model, rows, table, expected.evaluate(folder.resolve("part2").toString()));
    Path run = folder.resolve("one");
    JsonNode corpus =
        new ObjectMapper().readTree(run.resolve("model/provenance.json").toFile()).get("corpora");
    for (int i = 0; i < corpora.size(); i++) {
      JsonNode source = corpus.get(corpora.get(i)).get("source");
      assertThat(source.get("format").asText()).isEqualTo("parquet");
      assertThat(source.get("where").asText()).isEqualTo(conditions.get(i));
      assertThat(source.at("/options/0").asText()).isEqualTo("my.password=***");
    }
    try (Stream<Path> all = Files.walk(run)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(content).as(file.toString()).doesNotContain("hunter2");
      }
    }
  }

  /** Evaluates and predicts the last part of a table, found in three ways. */
  private void assertPartIsApplied(
      TrainedModel model, Dataset<Row> rows, String table, EvaluationResult expected) {
    List<EvaluationRequest> evaluations =
        List.of(
            EvaluationRequest.of(table).source("parquet", "path", Map.of("mergeSchema", "true")),
            EvaluationRequest.of(table).format("parquet"),
            EvaluationRequest.of(rows));
    for (EvaluationRequest evaluation : evaluations) {
      assertThat(model.evaluate(evaluation.where("id > 70")).metrics())
          .isEqualTo(expected.metrics());
    }
    String output = folder.resolve("predicted").toString();
    List<PredictionRequest> predictions =
        List.of(
            PredictionRequest.of(table, output + 0).source("parquet", "path", Map.of()),
            PredictionRequest.of(table, output + 1).format("parquet"),
            PredictionRequest.of(rows, output + 2));
    for (PredictionRequest prediction : predictions) {
      assertThat(model.predict(prediction.where("id > 70")).rows()).isEqualTo(19);
    }
    for (int i = 1; i < predictions.size(); i++) {
      assertThat(session().read().json(output + i).orderBy("id").collectAsList())
          .isEqualTo(session().read().json(output + 0).orderBy("id").collectAsList());
    }
  }

  @Test
  void vectorsOfSparkAreVectors() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      rows.add(RowFactory.create(Vectors.dense(i % 3, i % 5), i % 2 == 0 ? "even" : "odd"));
    }
    StructType columns =
        new StructType().add("features", SQLDataTypes.VectorType()).add("stars", "string");
    Dataset<Row> table = session().createDataFrame(rows, columns);
    TrainedModel model =
        train(
            settings("vectors")
                .with("corpus.input", Map.of("column", "features", "kind", "vector"))
                .withTraining(table));
    assertThat(model.evaluate(table).metrics()).containsEntry("examples", 30L);
  }

  @Test
  void whatIsWrongIsSaidInOneSentence() {
    assertThatThrownBy(() -> train(settings("a").withTraining(rows(9).drop("text"))))
        .isInstanceOf(UnfoldException.class)
        .hasMessage("no column text in the training dataset, found the columns [id, stars]");
  }

  @Test
  void aDatasetIsTrainedOnAgainWhenItHasOtherRows() {
    Unfold unfold = Unfold.on(SPARK.context());
    Settings stored =
        settings("retrained")
            .withTest(rows(9))
            .with("retrain.data", "all")
            .with("store.dir", folder.resolve("store").toString());
    assertThat(unfold.retrain(stored.withTraining(rows(40)), new RunListener() {}).outcome())
        .isEqualTo(RetrainingResult.Outcome.PROMOTED);
    Settings same = stored.withTraining(rows(40).orderBy(functions.rand(3)));
    assertThat(unfold.retrain(same, new RunListener() {}).outcome())
        .isEqualTo(RetrainingResult.Outcome.NOTHING_NEW);
    Settings more = stored.withTraining(rows(60));
    assertThat(unfold.retrain(more, new StoppingListener()).outcome())
        .isEqualTo(RetrainingResult.Outcome.INTERRUPTED);
    assertThat(unfold.retrain(more, new RunListener() {}).number()).isEqualTo(2);
  }

  private static final class StoppingListener implements RunListener {
    @Override
    public boolean stopRequested() {
      return true;
    }
  }
}
