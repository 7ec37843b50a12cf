package dev.unfold.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.api.UnfoldException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Compares the predictions for streams with those for the same rows as a dataset. */
class StreamTest extends StreamCase {
  private static final String OF_GAP = "next number";
  private static final String OF_SEQUENCE = "number of a sequence";

  private static final Map<String, SequenceModel<?>> MODELS = new LinkedHashMap<>();

  @BeforeAll
  static void fitModels() {
    MODELS.put(
        "tags", fitted(new SequenceTagger().setInputCols("event", "value").setLabelCol("fault")));
    SequenceRegressor numbers = new SequenceRegressor().setInputCols("value", "at");
    MODELS.put("numbers", fitted(numbers.setLabelCol("left").setPerStep(true)));
    MODELS.put("next category", fitted(new NextStepPredictor().setFeaturesCol("event")));
    MODELS.put(OF_GAP, fitted(new NextStepPredictor().setFeaturesCol("value").setGap(1)));
    SequenceScorer scorer = new SequenceScorer().setFeaturesCol("event");
    MODELS.put("scores", fitted(scorer.setWindowLength(4).setWindowStride(4)).setTopK(2));
    MODELS.put(
        OF_SEQUENCE, fitted(new SequenceRegressor().setFeaturesCol("value").setLabelCol("fault")));
  }

  /**
   * Returns the predictions of all models for the same rows. Only a dataset has the ends of
   * sequences: their scores, and the rows with the prediction for the whole sequence.
   */
  private static Dataset<Row> predicted(Dataset<Row> of) {
    Dataset<Row> all = null;
    for (Map.Entry<String, SequenceModel<?>> model : MODELS.entrySet()) {
      Dataset<Row> one = model.getValue().transform(of).drop("score_end", "score_end_rank");
      if (model.getKey().equals(OF_SEQUENCE)) {
        one = one.where(functions.second(one.col("at")).equalTo(STEPS - 1));
      }
      Dataset<Row> named =
          one.select(
              functions.lit(model.getKey()).as("model"),
              one.col("at"),
              functions.to_json(functions.struct(one.col("*"))).as("values"));
      all = all == null ? named : all.unionAll(named);
    }
    return all;
  }

  @Test
  void aStreamHasThePredictionsOfADataset() throws Exception {
    Dataset<Row> first = seconds(0, 1);
    Dataset<Row> second = seconds(2, 4).unionAll(row(3, "02", null, null));
    Dataset<Row> third = seconds(6, STEPS - 1).unionAll(row(4, "06", "e1", 0.5));
    arrive(first);
    arrive(second);
    run(predicted(stream()));
    arrive(third.unionAll(row(1, "03.5", "e1", 1.0)));
    run(predicted(stream()));

    List<Row> late = read.stream().filter(row -> row.getTimestamp(1).getNanos() > 0).toList();
    assertThat(late).hasSize(MODELS.size() - 1);
    assertThat(texts(late))
        .noneMatch(row -> row.contains("\"prediction\"") || row.contains("\"score\""));
    read.removeAll(late);
    Dataset<Row> inTime = first.unionAll(second).unionAll(third);
    assertThat(texts(read))
        .isEqualTo(texts(predicted(inTime).collectAsList()))
        .anyMatch(row -> row.contains("score_top"));
  }

  @Test
  void rowsThatAreSequencesAreReadOneByOne() throws Exception {
    Dataset<Row> lists = EventRows.lists(SPARK).select("id", "text", "kind");
    SequenceClassificationModel model =
        new SequenceClassifier()
            .setFeaturesCol("text")
            .setLabelCol("kind")
            .setHiddenSize(4)
            .setMaxIter(1)
            .fit(lists);
    String input = folder.resolve("lists").toString();
    lists.write().parquet(input);
    run(model.transform(session.readStream().schema(lists.schema()).parquet(input)));

    assertThat(texts(read)).isEqualTo(texts(model.transform(lists).collectAsList()));
  }

  @Test
  void theStateOfAKeyEndsWhenTheWatermarkHasPassedItsGap() throws Exception {
    SequenceModel<?> model = MODELS.get(OF_GAP);
    arrive(seconds(0, 1));
    arrive(row(99, "09", "e1", 0.5));
    arrive(row(99, "10", "e1", 0.5));
    Dataset<Row> marked = stream().withWatermark("at", "1 second");
    StreamingQuery query = run(model.transform(marked));

    assertThat(query.lastProgress().stateOperators()[0].numRowsTotal()).isEqualTo(1);
    Dataset<Row> all = seconds(0, 1).unionAll(row(99, "09", "e1", 0.5));
    assertThat(texts(read))
        .isEqualTo(texts(model.transform(all.unionAll(row(99, "10", "e1", 0.5))).collectAsList()));
  }

  @Test
  void aModelThatReadsLaterStepsIsRefused() throws Exception {
    arrive(seconds(0, 1));
    SequenceTagger tagger = new SequenceTagger().setFeaturesCol("event").setLabelCol("fault");
    SequenceTaggerModel bidirectional = fitted(tagger.setBidirectional(true));
    SequenceTaggerModel overlapping =
        fitted(tagger.setBidirectional(false).setWindowLength(4).setWindowStride(2));
    SequenceScorerModel many = ((SequenceScorerModel) MODELS.get("scores")).copy(ParamMap.empty());
    assertThatThrownBy(() -> many.setTopK(99).transform(stream()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("topK: expected at most ");
    String message = "the model cannot read the events of a stream one by one: ";

    assertThatThrownBy(() -> bidirectional.transform(stream()))
        .isInstanceOf(UnfoldException.class)
        .hasMessage(message + "its outputs depend on later steps (bidirectional or looking ahead)");
    assertThatThrownBy(() -> overlapping.transform(stream()))
        .isInstanceOf(UnfoldException.class)
        .hasMessage(
            message + "its windows overlap (corpus.sequence.window: stride 2 below length 4)");
  }
}
