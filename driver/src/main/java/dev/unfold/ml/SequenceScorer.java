package dev.unfold.ml;

import dev.unfold.driver.operation.RequestedScores;
import dev.unfold.driver.prediction.column.ScoredColumns;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Trains a language model of sequences of words, characters, subwords or categories, which scores
 * rows by how probable they are. The default of {@code predictionCol} is {@code score}.
 */
public final class SequenceScorer extends SequenceEstimator<SequenceScorer, SequenceScorerModel> {
  private static final long serialVersionUID = 1L;

  /** The kinds of inputs whose steps have probabilities. */
  private static final List<String> SCORED =
      List.of("words", "characters", "subwords", "categories");

  /** Creates an estimator with a unique identifier. */
  public SequenceScorer() {
    this(Identifiable.randomUID("sequenceScorer"));
  }

  /** Creates an estimator. */
  public SequenceScorer(String uid) {
    super(uid);
    setDefault(predictionCol(), RequestedScores.DEFAULT_COLUMN);
  }

  @Override
  Map<String, Object> task(StructType rows) {
    Map<String, String> inputs = inputs(rows);
    if (Collections.disjoint(inputs.values(), SCORED)) {
      throw new IllegalArgumentException(
          "expected an input column of words, characters, subwords or categories, whose steps are scored,"
              + " found "
              + inputs
              + "; set inputKinds, or convert the column");
    }
    return Map.of(
        "network.kind", "next-frame", TARGET_KIND, "next", "corpus.target.boundaries", true);
  }

  @Override
  List<StructField> predicted(StructType rows) {
    return ScoredColumns.fields(getPredictionCol(), rowsAreSteps(), true, false);
  }

  @Override
  SequenceScorerModel model(StructType rows, TrainedContent content) {
    return new SequenceScorerModel(uid(), content);
  }

  @Override
  SequenceScorer self() {
    return this;
  }

  /** Returns a reader of saved estimators. */
  public static MLReader<SequenceScorer> read() {
    return new DefaultParamsReader<>();
  }

  /** Returns the estimator that was saved in a folder. */
  public static SequenceScorer load(String path) {
    return read().load(path);
  }
}
