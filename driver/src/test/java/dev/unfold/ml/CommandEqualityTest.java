package dev.unfold.ml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.api.PredictionRequest;
import dev.unfold.api.Settings;
import dev.unfold.api.TrainedModel;
import dev.unfold.api.Unfold;
import dev.unfold.driver.execution.LocalSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** Compares estimators and models with the training and the predictions of the command. */
class CommandEqualityTest {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();
  @TempDir private Path folder;

  /**
   * An estimator and the settings of the command for the same task.
   *
   * @param steps whether rows are steps
   * @param values the values of a row of the model that the command writes, too
   */
  private record Case(
      String name,
      SequenceEstimator<?, ?> estimator,
      Map<String, Object> settings,
      boolean steps,
      boolean scores,
      Function<Row, Object> values) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Map<String, Object> settings(
      String kind, Object inputs, Map<String, Object> target) {
    return Map.of("network.kind", kind, "corpus.inputs", inputs, "corpus.target", target);
  }

  private static List<Map<String, String>> input(String column, String kind) {
    return List.of(Map.of("column", column, "kind", kind));
  }

  private static Function<Row, Object> column(String name) {
    return row -> row.getAs(name);
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(
            "classes of texts",
            new SequenceClassifier().setFeaturesCol("text").setLabelCol("kind"),
            settings(
                "sequence-to-vector",
                input("text", "words"),
                Map.of("column", "kind", "kind", "label")),
            false,
            false,
            column("prediction")),
        new Case(
            "classes of weighted rows",
            new SequenceClassifier()
                .setFeaturesCol("text")
                .setLabelCol("kind")
                .setWeightCol("size"),
            Map.of(
                "network.kind",
                "sequence-to-vector",
                "corpus.inputs",
                input("text", "words"),
                "corpus.target",
                Map.of("column", "kind", "kind", "label"),
                "corpus.weight.column",
                "size"),
            false,
            false,
            column("prediction")),
        new Case(
            "tags of lists of two columns",
            new SequenceTagger().setInputCols("events", "values").setLabelCol("tags"),
            settings(
                "tagger",
                List.of(
                    Map.of("column", "events", "kind", "categories"),
                    Map.of("column", "values", "kind", "numbers")),
                Map.of("column", "tags", "kind", "tags")),
            false,
            false,
            column("prediction")),
        new Case(
            "a number",
            new SequenceRegressor().setFeaturesCol("values").setLabelCol("size"),
            settings(
                "sequence-to-vector",
                input("values", "numbers"),
                Map.of("column", "size", "kind", "vector")),
            false,
            false,
            row -> (float) row.<Double>getAs("prediction").doubleValue()),
        new Case(
            "a vector",
            new SequenceRegressor().setFeaturesCol("events").setLabelCol("pair"),
            settings(
                "sequence-to-vector",
                input("events", "categories"),
                Map.of("column", "pair", "kind", "vector")),
            false,
            false,
            row -> floats(row.getAs("prediction"))),
        new Case(
            "texts",
            new SequenceToSequence().setFeaturesCol("text").setLabelCol("answer"),
            settings(
                "sequence-to-sequence",
                input("text", "words"),
                Map.of("column", "answer", "kind", "words")),
            false,
            false,
            column("prediction")),
        new Case(
            "texts in subwords",
            new SequenceToSequence()
                .setFeaturesCol("text")
                .setInputKinds("subwords")
                .setLabelCol("answer")
                .setLabelKind("subwords")
                .setSettings("corpus.vocabulary.size=262"),
            Map.of(
                "network.kind",
                "sequence-to-sequence",
                "corpus.inputs",
                input("text", "subwords"),
                "corpus.target",
                Map.of("column", "answer", "kind", "subwords"),
                "corpus.vocabulary.size",
                262),
            false,
            false,
            column("prediction")),
        new Case(
            "next categories of steps",
            new NextStepPredictor()
                .setFeaturesCol("event")
                .setSequenceCols("id")
                .setOrderCols("at"),
            settings("next-frame", input("event", "categories"), Map.of("kind", "next")),
            true,
            false,
            column("prediction")),
        new Case(
            "next categories beside times, as of clicks",
            new NextStepPredictor()
                .setInputCols("event", "at")
                .setSequenceCols("id")
                .setOrderCols("at"),
            settings(
                "next-frame",
                List.of(
                    Map.of("column", "event", "kind", "categories"),
                    Map.of("column", "at", "kind", "time")),
                Map.of("column", "event", "kind", "next")),
            true,
            false,
            column("prediction")),
        new Case(
            "next categories beside times, with settings of each column",
            new NextStepPredictor()
                .setInputCols("event", "at")
                .setInputKinds("categories", "time")
                .setNextCol("event")
                .setSequenceCols("id")
                .setOrderCols("at")
                .setSettings(
                    "corpus.inputs=[{ column = at, features = [since-previous, hour] },"
                        + " { column = event, kind = categories, embedding = 6, min-count = 2 }]"),
            settings(
                "next-frame",
                List.of(
                    Map.of("column", "event", "kind", "categories", "embedding", 6, "min-count", 2),
                    Map.of(
                        "column",
                        "at",
                        "kind",
                        "time",
                        "features",
                        List.of("since-previous", "hour"))),
                Map.of("column", "event", "kind", "next")),
            true,
            false,
            column("prediction")),
        new Case(
            "next numbers beside categories",
            new NextStepPredictor()
                .setInputCols("event", "value")
                .setNextCol("value")
                .setSequenceCols("id")
                .setOrderCols("at"),
            settings(
                "next-frame",
                List.of(
                    Map.of("column", "event", "kind", "categories"),
                    Map.of("column", "value", "kind", "numbers")),
                Map.of("column", "value", "kind", "next")),
            true,
            false,
            row -> (float) row.<Double>getAs("prediction").doubleValue()),
        new Case(
            "scores of texts beside a label",
            new SequenceScorer().setInputCols("kind", "text").setInputKinds("label", "words"),
            settings(
                "next-frame",
                List.of(
                    Map.of("column", "kind", "kind", "label"),
                    Map.of("column", "text", "kind", "words")),
                Map.of("column", "text", "kind", "next", "boundaries", true)),
            false,
            true,
            column("score")),
        new Case(
            "numbers of steps",
            new SequenceRegressor()
                .setInputCols("value", "at")
                .setLabelCol("left")
                .setPerStep(true)
                .setSequenceCols("id")
                .setOrderCols("at"),
            settings(
                "tagger",
                List.of(
                    Map.of("column", "value", "kind", "numbers"),
                    Map.of("column", "at", "kind", "time")),
                Map.of("column", "left", "kind", "frames")),
            true,
            false,
            row -> (float) row.<Double>getAs("prediction").doubleValue()),
        new Case(
            "scores of texts",
            new SequenceScorer().setFeaturesCol("text"),
            settings(
                "next-frame", input("text", "words"), Map.of("kind", "next", "boundaries", true)),
            false,
            true,
            column("score")),
        new Case(
            "scores of steps",
            new SequenceScorer().setFeaturesCol("event").setSequenceCols("id").setOrderCols("at"),
            settings(
                "next-frame",
                input("event", "categories"),
                Map.of("kind", "next", "boundaries", true)),
            true,
            true,
            column("score")));
  }

  private static List<Float> floats(Vector vector) {
    List<Float> numbers = new ArrayList<>();
    for (double number : vector.toArray()) {
      numbers.add((float) number);
    }
    return numbers;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void parametersAndPredictionsAreThoseOfTheCommand(Case of) {
    Dataset<Row> rows = of.steps() ? EventRows.steps(SPARK) : EventRows.lists(SPARK);
    Settings settings =
        Settings.defaults()
            .with("network.hidden", 8)
            .with("network.embedding", 4)
            .with("training.epochs", 2)
            .with("training.batch", 4)
            .with("training.steps", 3)
            .withTraining(rows)
            .withRun(folder.resolve("run").toString());
    for (Map.Entry<String, Object> setting : of.settings().entrySet()) {
      settings = settings.with(setting.getKey(), setting.getValue());
    }
    if (of.steps()) {
      settings =
          settings.with("corpus.sequence", Map.of("by", List.of("id"), "order", List.of("at")));
    }
    Unfold unfold = Unfold.on(SPARK.context());
    TrainedModel trained = unfold.load(unfold.train(settings).run());
    SequenceModel<?> fitted =
        of.estimator()
            .setHiddenSize(8)
            .setEmbeddingSize(4)
            .setMaxIter(2)
            .setBatchSize(4)
            .setTruncationLength(3)
            .fit(EventRows.shuffled(rows));

    assertThat(fitted.parametersSha256()).isEqualTo(trained.parametersSha256());
    String written = folder.resolve("predicted").toString();
    PredictionRequest request = PredictionRequest.of(rows, written).outputFormat("parquet");
    trained.predict(of.scores() ? request.scores() : request);
    List<String> order = of.steps() ? List.of("id", "at") : List.of("id");
    Dataset<Row> expected = EventRows.session(SPARK).read().parquet(written);
    Dataset<Row> transformed = fitted.transform(EventRows.shuffled(rows));
    assertThat(transformed.schema())
        .isEqualTo(of.estimator().transformSchema(rows.schema()))
        .isEqualTo(fitted.transformSchema(rows.schema()));
    assertThat(values(sorted(transformed, order), of.values()))
        .isEqualTo(values(sorted(expected, order), column(of.scores() ? "score" : "prediction")))
        .doesNotContainNull();
  }

  private static List<Row> sorted(Dataset<Row> rows, List<String> order) {
    return rows.orderBy(order.stream().map(rows::col).toArray(org.apache.spark.sql.Column[]::new))
        .collectAsList();
  }

  private static List<Object> values(List<Row> rows, Function<Row, Object> value) {
    return rows.stream().map(value).map(CommandEqualityTest::plain).toList();
  }

  private static Object plain(Object value) {
    return value instanceof Seq<?> list ? JavaConverters.seqAsJavaList(list) : value;
  }
}
