package dev.unfold.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unfold.driver.RecordedLog;
import dev.unfold.driver.configuration.SettingsReader;
import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.operation.EvaluationOperation;
import dev.unfold.driver.operation.LoadedModel;
import dev.unfold.driver.operation.RequestedSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.logging.log4j.Level;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Trains on tables of a database, which Spark reads through JDBC. */
class DatabaseTest {
  private static final String PASSWORD = "hunter2";
  private static final String URL = "jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1";

  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();
  @TempDir private Path folder;

  @BeforeEach
  void fill() throws SQLException {
    try (Connection database = DriverManager.getConnection(URL, "sa", PASSWORD)) {
      database.createStatement().execute("DROP TABLE IF EXISTS \"reviews\"");
      database
          .createStatement()
          .execute("CREATE TABLE \"reviews\" (\"id\" BIGINT, \"text\" VARCHAR, \"stars\" VARCHAR)");
      PreparedStatement insert =
          database.prepareStatement("INSERT INTO \"reviews\" VALUES (?, ?, ?)");
      for (int i = 0; i < 60; i++) {
        insert.setLong(1, i);
        insert.setString(2, "w" + i % 7 + " w" + i % 5);
        insert.setString(3, i % 2 == 0 ? "even" : "odd");
        insert.executeUpdate();
      }
    }
  }

  private Settings settings(String run, String location, String... options) {
    List<String> all = new ArrayList<>(List.of("driver=org.h2.Driver"));
    all.addAll(List.of(options));
    return Settings.defaults()
        .with("corpus.format", "spark")
        .with("corpus.source", Map.of("format", "jdbc", "location", location, "options", all))
        .with("corpus.input", Map.of("column", "text", "kind", "words"))
        .with("corpus.target", Map.of("column", "stars", "kind", "label"))
        .with("network", Map.of("kind", "sequence-to-vector", "hidden", 8, "embedding", 4))
        .with("training", Map.of("epochs", 1, "batch", 8, "shards", 2, "steps", 4))
        .withTraining("\"reviews\"")
        .withRun(folder.resolve(run).toString());
  }

  private TrainedModel train(Settings settings) {
    Unfold unfold = Unfold.on(SPARK.context());
    return unfold.load(unfold.train(settings).run());
  }

  @Test
  void aTableOfADatabaseTrainsTheSameModelAsFiles() {
    String password = "password=" + PASSWORD;
    String[] whole = {"url=" + URL, "user=sa", password};
    String[] parts = {
      "url=" + URL,
      "user=sa",
      password,
      "partitionColumn=\"id\"",
      "lowerBound=0",
      "upperBound=40",
      "numPartitions=5"
    };
    String rows = folder.resolve("rows").toString();
    SparkSession.builder()
        .sparkContext(SPARK.context().sc())
        .getOrCreate()
        .read()
        .options(Map.of("url", URL, "user", "sa", "password", PASSWORD, "dbtable", "\"reviews\""))
        .format("jdbc")
        .load()
        .where("id >= 20")
        .write()
        .parquet(rows);
    Settings files =
        settings("files", "path")
            .with("corpus.format", "parquet")
            .with("corpus.source", Map.of())
            .withTraining(rows);
    String expected = train(files).parametersSha256();
    Settings read = settings("whole", "dbtable", whole).with("corpus.where.train", "id >= 20");
    assertThat(train(read).parametersSha256()).isEqualTo(expected);
    read = settings("parts", "dbtable", parts).with("corpus.where.train", "id >= 20");
    assertThat(train(read).parametersSha256()).isEqualTo(expected);
    String query = "SELECT \"text\", \"stars\" FROM \"reviews\" WHERE \"id\" >= 20";
    read = settings("query", "query", whole).withTraining(query);
    assertThat(train(read).parametersSha256()).isEqualTo(expected);
  }

  @Test
  void aQueryIsNoPathWhateverItContains() throws IOException {
    Map<String, String> options =
        Map.of("driver", "org.h2.Driver", "url", URL, "user", "sa", "password", PASSWORD);
    String query =
        "SELECT \"text\", \"stars\" FROM \"reviews\" WHERE \"text\" < '10:00:00' OR 1 = 1";
    String[] pairs = {"url=" + URL, "user=sa", "password=" + PASSWORD};
    Settings settings = settings("model", "query", pairs).withTraining(query);
    TrainedModel model = train(settings);
    PredictionRequest request =
        PredictionRequest.of(query, folder.resolve("predicted").toString())
            .source("jdbc", "query", options);
    assertThat(model.predict(request).rows()).isEqualTo(60);
    EvaluationRequest evaluation = EvaluationRequest.of(query).source("jdbc", "query", options);
    assertThat(model.evaluate(evaluation).targets()).isEqualTo(60);
    Configuration hadoop = SPARK.context().hadoopConfiguration();
    EvaluationOperation operation =
        new EvaluationOperation(
            LoadedModel.read(model.path(), hadoop),
            List.of(query),
            new RequestedSource(null, null, "jdbc", "query", List.of(), ""),
            SettingsReader.defaultEvaluation(),
            List.of());
    assertThat(operation.paths()).containsExactly(model.path());
  }

  @Test
  void aPasswordIsInNoFileAndNoLog() throws IOException {
    List<String> logged;
    try (RecordedLog log = new RecordedLog(Level.INFO)) {
      train(settings("option", "dbtable", "url=" + URL, "user=sa", "password=" + PASSWORD));
      train(settings("url", "dbtable", "url=" + URL + ";USER=sa;PASSWORD=" + PASSWORD));
      Settings wrong =
          settings("wrong", "dbtable", "url=" + URL + ";USER=sa;PASSWORD=" + PASSWORD + "0");
      assertThatThrownBy(() -> train(wrong))
          .isInstanceOf(UnfoldException.class)
          .hasMessageStartingWith("cannot read \"reviews\": Wrong user name or password")
          .hasMessageNotContaining(PASSWORD);
      Settings unknown =
          settings(
              "unknown",
              "dbtable",
              "url=jdbc:nothing://db/shop?user=sa&password=" + PASSWORD,
              "password=" + PASSWORD);
      assertThatThrownBy(() -> train(unknown)).hasMessageNotContaining(PASSWORD);
      logged = log.lines();
    }
    assertThat(logged).isNotEmpty().noneMatch(line -> line.contains(PASSWORD));
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(content).as(file.toString()).doesNotContain(PASSWORD);
      }
    }
    JsonNode options =
        new ObjectMapper()
            .readTree(folder.resolve("url/model/provenance.json").toFile())
            .at("/corpora/train/source/options");
    assertThat(options.toString()).contains(URL + ";USER=sa;PASSWORD=***");
  }
}
