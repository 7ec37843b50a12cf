package dev.unfold.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.api.RetrainingResult;
import dev.unfold.api.RunListener;
import dev.unfold.api.Settings;
import dev.unfold.api.Unfold;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.store.ModelStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests streams that are read by the champion of a model store. */
class StreamChampionTest extends StreamCase {
  private static SequenceScorerModel first;
  private String path;
  private ModelStore store;

  @BeforeAll
  static void fitModel() {
    first = fitted(scorer());
  }

  @BeforeEach
  void createStore() throws IOException {
    path = folder.resolve("store").toString();
    store = new ModelStore(path, SPARK.context().hadoopConfiguration());
  }

  private void promote(long version, SequenceModel<?> model) throws IOException {
    TrainedContent content = model.content();
    store.add(
        version,
        files ->
            ModelFolder.write(files, content.model(), content.metrics(), content.provenance()));
    store.promote(version, "test");
  }

  private static SequenceScorer scorer() {
    return new SequenceScorer().setFeaturesCol("event");
  }

  private static Dataset<Row> scored(SequenceModel<?> model, Dataset<Row> rows) {
    return model.transform(rows).drop("score_end", "score_end_rank");
  }

  private SequenceScorerModel ofStore() {
    return first.copy(first.extractParamMap()).setChampionStore(path);
  }

  @Test
  void aMicroBatchKeepsItsChampionWhenItIsRepeated() throws Exception {
    SequenceScorerModel second = fitted(scorer().setSeed(2));
    promote(1, first);
    SequenceScorerModel ofStore = ofStore();
    Dataset<Row> before = seconds(0, 2).unionAll(seconds(3, 5));
    arrive(seconds(0, 2));
    arrive(seconds(3, 5));
    List<Row> failed = new ArrayList<>();
    VoidFunction2<Dataset<Row>, Long> failing =
        (batch, number) -> {
          (number == 1 ? failed : read).addAll(batch.collectAsList());
          if (number == 1) {
            throw new IOException("the sink failed");
          }
        };
    assertThatThrownBy(() -> run(scored(ofStore, stream()), failing))
        .hasMessageContaining("the sink failed");
    promote(2, second);
    arrive(seconds(6, STEPS - 1));
    run(scored(ofStore, stream()));

    assertThat(read).containsAll(failed);
    List<Row> expected = new ArrayList<>(scored(first, before).collectAsList());
    expected.addAll(scored(second, seconds(6, STEPS - 1)).collectAsList());
    assertThat(texts(read)).isEqualTo(texts(expected));
  }

  @Test
  void aChampionWithOtherInputsIsNotRecorded() throws Exception {
    promote(1, first);
    promote(2, fitted(new NextStepPredictor().setFeaturesCol("value")));
    SequenceScorerModel ofStore = ofStore();
    arrive(seconds(0, 2));
    assertThatThrownBy(() -> run(scored(ofStore, stream())))
        .hasStackTraceContaining(
            "expected a champion that reads the columns [event] event by event");
    store.rollback("test");
    run(scored(ofStore, stream()));

    assertThat(texts(read)).isEqualTo(texts(scored(first, seconds(0, 2)).collectAsList()));
  }

  @Test
  void aStoreOfRetrainIsThatOfAModelWithTheSameColumnsAndSettings() throws Exception {
    String page = Files.readString(Path.of("../docs/streams.md"));
    Matcher block = Pattern.compile("(?s)```hocon\\n(.*?)```").matcher(page);
    assertThat(block.find()).isTrue();
    Path configuration = Files.writeString(folder.resolve("retrain.conf"), block.group(1));
    Dataset<Row> events = seconds(0, STEPS - 1).selectExpr("id machine", "at time", "event");
    String files = folder.resolve("events").toString();
    events.write().json(files);
    String heldOut = folder.resolve("held-out").toString();
    events.where("machine = 1").write().json(heldOut);
    Settings settings =
        Settings.ofFile(configuration.toString())
            .withTraining(files)
            .with("retrain.held-out", heldOut)
            .with("store.dir", folder.resolve("models").toString())
            .with("training", Map.of("shards", 1, "batch", 4, "epochs", 1))
            .withRun(folder.resolve("runs").toString());
    RetrainingResult retrained = Unfold.on(SPARK.context()).retrain(settings, new RunListener() {});
    assertThat(page)
        .contains(
            ".setInputCols(\"event\")",
            ".setSequenceCols(\"machine\")",
            ".setOrderCols(\"time\")",
            ".setChampionStore(\"models/events\")");
    SequenceScorerModel model =
        new SequenceScorer()
            .setInputCols("event")
            .setSequenceCols("machine")
            .setOrderCols("time")
            .setHiddenSize(8)
            .setMaxIter(1)
            .setNumShards(1)
            .setBatchSize(4)
            .fit(events);
    assertThat(retrained.store()).endsWith("models/events");
    model.setChampionStore(retrained.store());
    arrive(seconds(0, STEPS - 1));
    run(model.transform(stream().selectExpr("id machine", "at time", "event")));

    assertThat(read).hasSize((int) events.count());
    assertThat(read.get(0).<Object>getAs("score")).isNotNull();
  }
}
