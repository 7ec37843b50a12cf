package dev.unfold.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.execution.SqlSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Evaluates, predicts and scores rows of Delta tables that options and conditions select. */
class DeltaRequestsTest {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark().withTables();
  @TempDir private Path folder;

  private SparkSession session;

  @BeforeEach
  void write() {
    session = SqlSession.of(SPARK.context());
    rows(0, 60).write().format("delta").save(path("delta"));
    rows(60, 90).write().format("delta").mode("append").save(path("delta"));
    rows(0, 60).where("id % 20 < 15").write().parquet(path("selected"));
    rows(0, 60).write().option("header", true).csv(path("csv"));
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  /** Returns rows that are steps, ten in each sequence. */
  private Dataset<Row> rows(long from, long to) {
    return session
        .range(from, to)
        .selectExpr("id", "id div 10 AS m", "id % 10 AS t", "concat('e', id * id % 4) AS event");
  }

  private TrainedModel train() {
    Settings settings =
        Settings.defaults()
            .with("corpus.format", "spark")
            .with("corpus.source.format", "delta")
            .with("corpus.input", Map.of("column", "event", "kind", "categories"))
            .with("corpus.sequence", Map.of("by", List.of("m"), "order", List.of("t")))
            .with("corpus.target.kind", "next")
            .with("network", Map.of("kind", "next-frame", "hidden", 8, "embedding", 4))
            .with("training", Map.of("epochs", 1, "batch", 2, "shards", 1))
            .withTraining(path("delta"))
            .withRun(path("run"));
    Unfold unfold = Unfold.on(SPARK.context());
    return unfold.load(unfold.train(settings).run());
  }

  private EvaluationRequest evaluation(String table) {
    return EvaluationRequest.of(path(table));
  }

  private PredictionRequest prediction(String table, String output) {
    return PredictionRequest.of(path(table), path(output)).outputFormat("json");
  }

  private List<String> written(String output) throws IOException {
    try (Stream<Path> parts = Files.list(folder.resolve(output))) {
      return parts
          .filter(part -> part.getFileName().toString().startsWith("part-"))
          .sorted()
          .flatMap(DeltaRequestsTest::lines)
          .sorted()
          .toList();
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void optionsAndConditionsSelectTheRowsThatFilesWouldHave() throws IOException {
    TrainedModel model = train();
    Map<String, String> first = Map.of("versionAsOf", "0");
    String where = "id % 20 < 15";

    EvaluationResult delta =
        model.evaluate(evaluation("delta").source("delta", "path", first).where(where));
    EvaluationResult files = model.evaluate(evaluation("selected").format("parquet"));
    assertThat(delta.metrics()).isEqualTo(files.metrics());
    assertThat(model.evaluate(evaluation("delta").source("delta", "path", first)).loss())
        .isNotEqualTo(delta.loss());

    model.predict(prediction("delta", "p").source("delta", "path", first).where(where));
    model.predict(prediction("selected", "q").format("parquet"));
    assertThat(written("p")).hasSize(45).isEqualTo(written("q"));
    model.predict(prediction("delta", "s").source("delta", "path", first).where(where).scores());
    model.predict(prediction("selected", "r").format("parquet").scores());
    assertThat(written("s")).hasSize(45).isEqualTo(written("r"));
  }

  /** A condition of a request is no key of a configuration. */
  @Test
  void aWrongConditionIsNamedAsItWasRequested() {
    TrainedModel model = train();
    String expected = "--where: expected a condition over the columns of the table, found nowhere";
    assertThatThrownBy(() -> model.evaluate(evaluation("csv").format("csv").where("nowhere = 1")))
        .isInstanceOf(UnfoldException.class)
        .hasMessageStartingWith(expected);
    for (PredictionRequest request :
        List.of(prediction("csv", "p"), prediction("csv", "s").scores())) {
      assertThatThrownBy(() -> model.predict(request.format("csv").where("nowhere = 1")))
          .isInstanceOf(UnfoldException.class)
          .hasMessageStartingWith(expected);
    }
  }
}
