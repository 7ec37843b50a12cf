package dev.unfold.ml;

import dev.unfold.driver.prediction.column.NumberVectors;
import dev.unfold.ml.column.ColumnTypes;
import dev.unfold.ml.column.DatasetColumns;
import dev.unfold.ml.param.LabelParams;
import dev.unfold.ml.param.ParamFactory;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Trains a network that predicts numbers: of each sequence or, if {@code perStep} is set, of each
 * of its steps. A label is a number, a list of numbers or a vector.
 */
public final class SequenceRegressor
    extends SequenceEstimator<SequenceRegressor, SequenceRegressionModel> implements LabelParams {
  private static final long serialVersionUID = 1L;

  private final Param<String> labelCol = LabelParams.create(this);
  private final BooleanParam perStep =
      new ParamFactory(this)
          .flag("perStep", "Whether each step of a sequence has a target of its own.");

  /** Creates an estimator with a unique identifier. */
  public SequenceRegressor() {
    this(Identifiable.randomUID("sequenceRegressor"));
  }

  /** Creates an estimator. */
  public SequenceRegressor(String uid) {
    super(uid);
  }

  @Override
  public Param<String> labelCol() {
    return labelCol;
  }

  /** Returns the parameter for whether each step of a sequence has a target of its own. */
  public BooleanParam perStep() {
    return perStep;
  }

  /** Returns whether each step of a sequence has a target of its own. */
  public boolean getPerStep() {
    return (boolean) getOrDefault(perStep);
  }

  @Override
  Map<String, Object> task(StructType rows) {
    return Map.of(
        "network.kind",
        getPerStep() ? "tagger" : "sequence-to-vector",
        "corpus.target.column",
        getLabelCol(),
        TARGET_KIND,
        getPerStep() ? "frames" : "vector");
  }

  @Override
  void requireTarget(ColumnTypes types, String kind) {
    types.requireTarget(getLabelCol(), kind);
  }

  @Override
  List<StructField> predicted(StructType rows) {
    DataType label = new DatasetColumns(rows).require(getLabelCol()).dataType();
    boolean single = rowsAreSteps() || !getPerStep();
    return List.of(NumberVectors.field(getPredictionCol(), single, label instanceof NumericType));
  }

  @Override
  SequenceRegressionModel model(StructType rows, TrainedContent content) {
    return new SequenceRegressionModel(uid(), content);
  }

  /** Sets the column of the numbers. */
  public SequenceRegressor setLabelCol(String value) {
    return with(labelCol, value);
  }

  /** Sets whether each step of a sequence has a target of its own. */
  public SequenceRegressor setPerStep(boolean value) {
    return with(perStep, value);
  }

  @Override
  SequenceRegressor self() {
    return this;
  }

  /** Returns a reader of saved estimators. */
  public static MLReader<SequenceRegressor> read() {
    return new DefaultParamsReader<>();
  }

  /** Returns the estimator that was saved in a folder. */
  public static SequenceRegressor load(String path) {
    return read().load(path);
  }
}
