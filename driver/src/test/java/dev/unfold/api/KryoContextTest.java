package dev.unfold.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.execution.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListenerInterface;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import scala.reflect.ClassTag;

/** Works in the context of a program that has its own settings. */
class KryoContextTest {
  private static final Map<String, String> PROPERTIES =
      Map.of("spark.jobGroup.id", "mine", "spark.job.description", "all", "my.own", "value");

  @RegisterExtension
  private static final LocalSpark SPARK =
      new LocalSpark().with("spark.speculation", "true").with("spark.driver.maxResultSize", "1m");

  @TempDir private Path folder;

  /** What a program sees of its context. */
  private record Visible(Map<String, String> settings, List<String> properties, long listeners) {
    static Visible of(JavaSparkContext spark) {
      Map<String, String> settings = new TreeMap<>();
      Stream.of(spark.getConf().getAll()).forEach(entry -> settings.put(entry._1(), entry._2()));
      Configuration hadoop = spark.hadoopConfiguration(); // defaults appear as classes are loaded
      hadoop.forEach(
          entry -> {
            if (!isDefault(hadoop.getPropertySources(entry.getKey()))) {
              settings.put(entry.getKey(), entry.getValue());
            }
          });
      List<String> properties = new ArrayList<>();
      spark.sc().getLocalProperties().forEach((key, value) -> properties.add(key + "=" + value));
      properties.sort(null);
      long listeners =
          spark
              .sc()
              .listenerBus()
              .findListenersByClass(ClassTag.apply(SparkListenerInterface.class))
              .size();
      return new Visible(settings, properties, listeners);
    }

    private static boolean isDefault(String[] sources) {
      return sources != null && sources[0].endsWith("-default.xml");
    }
  }

  /** The model is large enough to be averaged in slices. */
  @Test
  void trainsPredictsAndLeavesNothingBehind() throws IOException {
    writeTable();
    JavaSparkContext spark = SPARK.withKryo().context();
    PROPERTIES.forEach(spark::setLocalProperty);
    Visible before = Visible.of(spark);
    String sha256 = trainAndPredict(spark, "kryo");

    assertThat(Visible.of(spark)).isEqualTo(before);
    assertThat(spark.parallelize(List.of(1, 2)).count()).isEqualTo(2);
    assertThat(trainAndPredict(SPARK.context(), "java")).isEqualTo(sha256);
    assertThat(predictions("kryo")).isEqualTo(predictions("java")).hasSize(40);
  }

  @Test
  void registrationIsRefusedInOneSentence() {
    LocalSpark strict = SPARK.withKryo().with("spark.kryo.registrationRequired", "true");

    assertThatThrownBy(() -> Unfold.on(strict.context()))
        .isInstanceOf(UnfoldException.class)
        .hasMessageStartingWith("spark.kryo.registrationRequired: expected false, since");
  }

  private void writeTable() throws IOException {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String tag = i % 2 == 0 ? "A" : "B";
      rows.add(
          "{\"text\": \"%s w%d\", \"tags\": \"%s O\"}"
              .formatted(i % 2 == 0 ? "even" : "odd", i, tag));
    }
    Files.write(folder.resolve("table.json"), rows);
  }

  private String trainAndPredict(JavaSparkContext spark, String name) {
    String table = folder.resolve("table.json").toString();
    Unfold unfold = Unfold.on(spark);
    TrainingResult result =
        unfold.train(
            Settings.defaults()
                .withTraining(table)
                .withValidation(table)
                .withRun(folder.resolve(name).toString())
                .with("corpus.format", "json")
                .with("corpus.input", Map.of("column", "text", "kind", "words"))
                .with("corpus.target", Map.of("column", "tags", "kind", "tags"))
                .with("network", Map.of("kind", "tagger", "hidden", 64, "embedding", 64))
                .with("training", Map.of("shards", 2, "batch", 4, "steps", 10, "epochs", 2)));
    TrainedModel model = unfold.load(result.run());
    assertThat(model.evaluate(table).metrics()).containsEntry("examples", 40L);
    PredictionResult predicted =
        model.predict(
            PredictionRequest.of(table, folder.resolve(name + "-out").toString())
                .predictionColumn("tag")
                .batch(8));
    assertThat(predicted.rows()).isEqualTo(40);
    assertThatThrownBy(
            () -> model.predict(PredictionRequest.of(table, predicted.output()).outputFormat("x")))
        .isInstanceOf(UnfoldException.class)
        .hasMessageStartingWith(
            "--output-format: expected json, parquet, csv, tsv or tsv-escaped, found x");
    return model.parametersSha256();
  }

  private List<String> predictions(String name) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.resolve(name + "-out"))) {
      for (Path file :
          files
              .filter(file -> file.getFileName().toString().startsWith("part"))
              .sorted()
              .toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }
}
