package dev.unfold.ml;

import dev.unfold.driver.operation.RequestedScores;
import dev.unfold.driver.prediction.column.ScoredColumns;
import dev.unfold.ml.param.NextParams;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Trains a language model of sequences of words, characters, subwords or categories, which scores
 * rows by how probable they are. The default of {@code predictionCol} is {@code score}.
 */
public final class SequenceScorer extends SequenceEstimator<SequenceScorer, SequenceScorerModel>
    implements NextParams {
  private static final long serialVersionUID = 1L;

  private final Param<String> nextCol = NextParams.create(this);

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
  public Param<String> nextCol() {
    return nextCol;
  }

  @Override
  Map<String, Object> task(StructType rows) {
    Map<String, Object> task =
        NextColumn.of(inputs(rows), kind -> kind.hasIds() && kind.isSequence(), getNextCol())
            .settings();
    task.put("corpus.target.boundaries", true);
    return task;
  }

  @Override
  List<StructField> predicted(StructType rows) {
    return ScoredColumns.fields(getPredictionCol(), rowsAreSteps(), true, false);
  }

  @Override
  SequenceScorerModel model(StructType rows, TrainedContent content) {
    return new SequenceScorerModel(uid(), content);
  }

  /** Sets the input column whose steps are scored; "" for the only possible one. */
  public SequenceScorer setNextCol(String value) {
    return with(nextCol, value);
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
