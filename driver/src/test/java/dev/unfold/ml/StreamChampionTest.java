package dev.unfold.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.store.ModelStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
}
