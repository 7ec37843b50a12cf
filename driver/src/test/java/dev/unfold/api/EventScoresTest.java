package dev.unfold.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.execution.LocalSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Predicts and scores events of a dataset, a row for each, in a context with Kryo. */
class EventScoresTest {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark().withKryo();

  private static final int ROWS = 240;

  @TempDir private Path folder;

  /** Events a, b, c in turn, in 8 sessions, with columns of many types that are only passed on. */
  private static Dataset<Row> events(SparkSession session) {
    return session
        .range(ROWS)
        .selectExpr(
            "id % 8 AS session",
            "timestamp_seconds(id) AS at",
            "element_at(array('a', 'b', 'c'), cast((id div 8) % 3 + 1 AS int)) AS event",
            "cast(id AS decimal(20, 3)) AS price",
            "named_struct('x', id, 'y', array(id)) AS nested",
            "map('k', id) AS properties",
            "cast('2026-01-01' AS date) AS day")
        .orderBy(functions.rand(7));
  }

  private TrainedModel train(Dataset<Row> events) {
    Unfold unfold = Unfold.on(SPARK.context());
    TrainingResult result =
        unfold.train(
            Settings.defaults()
                .withTraining(events)
                .withRun(folder.resolve("run").toString())
                .with(
                    "corpus.inputs",
                    List.of(
                        Map.of("column", "price", "kind", "numbers"),
                        Map.of("column", "event", "kind", "categories")))
                .with("corpus.sequence", Map.of("by", List.of("session"), "order", List.of("at")))
                .with(
                    "corpus.target", Map.of("column", "event", "kind", "next", "boundaries", true))
                .with("network", Map.of("kind", "next-frame", "hidden", 16, "embedding", 8))
                .with(
                    "training",
                    Map.of(
                        "shards", 1, "batch", 4, "epochs", 30, "optimizer.learning-rate", 0.02)));
    return unfold.load(result.run());
  }

  private PredictionRequest request(Dataset<Row> events, String output) {
    return PredictionRequest.of(events, folder.resolve(output).toString()).outputFormat("parquet");
  }

  @Test
  void theNextEventIsPredictedAndTheActualOneScored() {
    SparkSession session = SparkSession.builder().sparkContext(SPARK.context().sc()).getOrCreate();
    Dataset<Row> events = events(session);
    TrainedModel model = train(events);
    PredictionResult predicted = model.predict(request(events, "predicted"));
    Dataset<Row> renamed = events.withColumnRenamed("event", "what");
    PredictionResult scored =
        model.predict(request(renamed, "scored").inputColumns("price", "what").scores().topK(1));

    assertThat(predicted.rows()).isEqualTo(ROWS);
    assertThat(scored.rows()).isEqualTo(ROWS);
    Dataset<Row> predictions = session.read().parquet(predicted.output());
    assertThat(predictions.columns())
        .startsWith("session", "at", "event", "price", "nested", "properties", "day")
        .endsWith("prediction", "prediction_probability");
    assertThat(predictions.where("event = 'a' AND prediction = 'b'").count())
        .isEqualTo(predictions.where("event = 'a'").count());
    Dataset<Row> scores = session.read().parquet(scored.output());
    assertThat(scores.where("score_rank = 1").count()).isGreaterThan(ROWS * 9 / 10);
    assertThat(scores.where("score_rank = 1 AND score_top[0].label != what").count()).isZero();
    assertThat(scores.where("score_end IS NOT NULL").count()).isEqualTo(8);
    assertThat(scores.where("nested.x != price OR properties['k'] != price").count()).isZero();
  }
}
