package dev.unfold.ml;

import dev.unfold.api.UnfoldException;
import dev.unfold.driver.prediction.column.ClassVectors;
import dev.unfold.ml.column.ColumnTypes;
import dev.unfold.ml.column.DatasetColumns;
import dev.unfold.ml.column.LabelIndices;
import dev.unfold.ml.param.ClassParamSet;
import dev.unfold.ml.param.ClassParams;
import dev.unfold.ml.param.LabelParams;
import java.io.IOException;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * An estimator whose labels are classes. They are texts, and so are predictions; or they are whole
 * numbers from 0, such as those of a {@code StringIndexer}, and predictions are numbers, which
 * Spark's evaluators expect.
 *
 * @param <E> the type of the estimator
 * @param <M> the type of its models
 */
public abstract class ClassEstimator<E extends ClassEstimator<E, M>, M extends ClassModel<M>>
    extends SequenceEstimator<E, M> implements LabelParams, ClassParams {
  private static final long serialVersionUID = 1L;

  private final Param<String> labelCol = LabelParams.create(this);
  private final ClassParamSet classParameters = new ClassParamSet(this);

  ClassEstimator(String uid) {
    super(uid);
  }

  /** Returns whether each step of a row has a label of its own. */
  abstract boolean labelsAreListed();

  abstract BiFunction<String, TrainedContent, M> models();

  @Override
  public Param<String> labelCol() {
    return labelCol;
  }

  @Override
  public ClassParamSet classParameters() {
    return classParameters;
  }

  @Override
  void requireTarget(ColumnTypes types, String kind) {
    if (!indices(types.schema()).present()) {
      types.requireTarget(getLabelCol(), kind);
    }
  }

  private LabelIndices indices(StructType rows) {
    return new LabelIndices(new DatasetColumns(rows).require(getLabelCol()));
  }

  @Override
  List<StructField> predicted(StructType rows) {
    LabelIndices indices = indices(rows);
    return ClassVectors.fields(
        ClassModel.names(this, this),
        !labelsAreListed(),
        indices.present(),
        List.of(indices.texts()));
  }

  @Override
  Dataset<Row> prepared(Dataset<Row> rows) {
    LabelIndices indices = indices(rows.schema());
    if (!indices.present()) {
      return rows;
    }
    try {
      indices.requireFewGaps(rows);
    } catch (IOException e) {
      throw new UnfoldException(e);
    }
    return rows.withColumn(getLabelCol(), indices.asTexts());
  }

  @Override
  M model(StructType rows, TrainedContent content) {
    LabelIndices indices = indices(rows);
    return models().apply(uid(), content).withIndices(indices.present(), indices.texts());
  }

  /** Sets the column of the label. */
  public E setLabelCol(String value) {
    return with(labelCol(), value);
  }

  /** Sets the column of the probabilities of all classes; "" for none. */
  public E setProbabilityCol(String value) {
    return with(probabilityCol(), value);
  }

  /** Sets the column of the logarithms of the probabilities; "" for none. */
  public E setRawPredictionCol(String value) {
    return with(rawPredictionCol(), value);
  }
}
