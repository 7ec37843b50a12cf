package dev.unfold.ml;

import dev.unfold.ml.column.ColumnTypes;
import dev.unfold.ml.column.DatasetColumns;
import dev.unfold.ml.column.InputColumnKinds;
import dev.unfold.ml.param.SequenceParamSet;
import dev.unfold.ml.param.SequenceParams;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * An estimator that trains a network on the sequences of a dataset. A row is a sequence or, if
 * {@code orderCols} is set, a step of one.
 *
 * <p>The model has the same parameters, to the last bit, as that of {@code unfold train} with the
 * same settings and rows, in whatever order and partitions these are.
 *
 * @param <E> the type of the estimator
 * @param <M> the type of its models
 */
public abstract class SequenceEstimator<
        E extends SequenceEstimator<E, M>, M extends SequenceModel<M>>
    extends Estimator<M> implements SequenceParams, DefaultParamsWritable {
  /** The setting of the kind of the target. */
  static final String TARGET_KIND = "corpus.target.kind";

  private static final long serialVersionUID = 1L;

  private final String uid;
  private final SequenceParamSet parameters;

  SequenceEstimator(String uid) {
    this.uid = uid;
    parameters = new SequenceParamSet(this);
  }

  /** Returns the settings of the network and its target, by their keys. */
  abstract Map<String, Object> task(StructType rows);

  /** Returns the columns of the predictions. */
  abstract List<StructField> predicted(StructType rows);

  /** Returns the rows with their targets as training reads them. */
  Dataset<Row> prepared(Dataset<Row> rows) {
    return rows;
  }

  /**
   * Requires that the column of the target, if there is one, has a type of its kind.
   *
   * @throws IllegalArgumentException if it has another type, or there is no such column
   */
  void requireTarget(ColumnTypes types, String kind) {}

  abstract M model(StructType rows, TrainedContent content);

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public SequenceParamSet parameters() {
    return parameters;
  }

  @Override
  public M fit(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    Dataset<Row> rows = dataset.toDF();
    TrainedContent content =
        new SequenceFit(this, task(rows.schema())).run(prepared(rows), inputs(rows.schema()));
    M model = model(rows.schema(), content);
    return copyValues(model, new ParamMap()).setParent(this);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    DatasetColumns columns = new DatasetColumns(schema);
    ColumnTypes types = new ColumnTypes(schema, rowsAreSteps());
    inputs(schema).forEach(types::requireInput);
    requireTarget(types, String.valueOf(task(schema).get(TARGET_KIND)));
    List.of(getSequenceCols()).forEach(types::requireSequence);
    List.of(getOrderCols()).forEach(types::requireOrder);
    if (!getWeightCol().isEmpty()) {
      types.requireWeight(getWeightCol());
    }
    if (isSet(validationIndicatorCol())) {
      types.requireBoolean(getValidationIndicatorCol());
    }
    return columns.with(predicted(schema));
  }

  /** Returns whether a row is a step of a sequence. */
  final boolean rowsAreSteps() {
    return getOrderCols().length > 0;
  }

  /** Returns the input columns in their order, with their kinds. */
  final Map<String, String> inputs(StructType schema) {
    DatasetColumns columns = new DatasetColumns(schema);
    List<String> names = inputNames();
    requireOneForEach(inputKinds(), names);
    requireOneForEach(inputInto(), names);
    String[] kinds = isSet(inputKinds()) ? getInputKinds() : new String[0];
    Map<String, String> inputs = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      StructField column = columns.require(names.get(i));
      inputs.put(
          column.name(), kinds.length > 0 ? kinds[i] : InputColumnKinds.of(column, rowsAreSteps()));
    }
    return inputs;
  }

  private void requireOneForEach(StringArrayParam param, List<String> columns) {
    if (isSet(param) && getOrDefault(param).length != columns.size()) {
      throw new IllegalArgumentException(
          param.name()
              + ": expected "
              + columns.size()
              + ", one for each input column, found "
              + getOrDefault(param).length);
    }
  }

  @Override
  public E copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /** Sets a parameter. */
  final <T> E with(Param<T> param, T value) {
    set(param, value);
    return self();
  }

  /** Returns this estimator. */
  abstract E self();

  /** Sets the column of the sequence. */
  public E setFeaturesCol(String value) {
    return with(featuresCol(), value);
  }

  /** Sets the columns that are read together. */
  public E setInputCols(String... value) {
    return with(inputCols(), value);
  }

  /** Sets the kinds of the input columns. */
  public E setInputKinds(String... value) {
    return with(inputKinds(), value);
  }

  /** Sets where the network reads the input columns. */
  public E setInputInto(String... value) {
    return with(inputInto(), value);
  }

  /** Sets the settings of the acoustic features of recordings. */
  public E setAudio(String... value) {
    return with(audio(), value);
  }

  /** Sets the column of the prediction. */
  public E setPredictionCol(String value) {
    return with(predictionCol(), value);
  }

  /** Sets the column that marks rows for validation. */
  public E setValidationIndicatorCol(String value) {
    return with(validationIndicatorCol(), value);
  }

  /** Sets the column of the weights of rows in the loss of training; "" for none. */
  public E setWeightCol(String value) {
    return with(weightCol(), value);
  }

  /** Sets the columns that identify the sequence of a row. */
  public E setSequenceCols(String... value) {
    return with(sequenceCols(), value);
  }

  /** Sets the columns that order the rows of a sequence. */
  public E setOrderCols(String... value) {
    return with(orderCols(), value);
  }

  /** Sets the seconds above which a new sequence starts. */
  public E setGap(double value) {
    return with(gap(), value);
  }

  /** Sets the maximum number of steps of a part of a sequence. */
  public E setWindowLength(int value) {
    return with(windowLength(), value);
  }

  /** Sets the distance between the first steps of two parts. */
  public E setWindowStride(int value) {
    return with(windowStride(), value);
  }

  /** Sets the type of the layers. */
  public E setCell(String value) {
    return with(cell(), value);
  }

  /** Sets the number of layers. */
  public E setNumLayers(int value) {
    return with(numLayers(), value);
  }

  /** Sets the width of a layer. */
  public E setHiddenSize(int value) {
    return with(hiddenSize(), value);
  }

  /** Sets the width of the embedding. */
  public E setEmbeddingSize(int value) {
    return with(embeddingSize(), value);
  }

  /** Sets the probability that an activation is dropped. */
  public E setDropout(double value) {
    return with(dropout(), value);
  }

  /** Sets whether layers read in both directions. */
  public E setBidirectional(boolean value) {
    return with(bidirectional(), value);
  }

  /** Sets the number of epochs. */
  public E setMaxIter(int value) {
    return with(maxIter(), value);
  }

  /** Sets the optimizer. */
  public E setOptimizer(String value) {
    return with(optimizer(), value);
  }

  /** Sets the learning rate. */
  public E setStepSize(double value) {
    return with(stepSize(), value);
  }

  /** Sets the number of logical workers. */
  public E setNumShards(int value) {
    return with(numShards(), value);
  }

  /** Sets the number of sequences of a batch. */
  public E setBatchSize(int value) {
    return with(batchSize(), value);
  }

  /** Sets the number of steps of truncated back-propagation. */
  public E setTruncationLength(int value) {
    return with(truncationLength(), value);
  }

  /** Sets the number of validations without a better one after which training stops. */
  public E setPatience(int value) {
    return with(patience(), value);
  }

  /** Sets the label that metrics of one label are about; "" for all labels. */
  public E setPositive(String value) {
    return with(positive(), value);
  }

  /** Sets the seed of everything random. */
  public E setSeed(long value) {
    return with(seed(), value);
  }

  /** Sets the further settings. */
  public E setSettings(String... value) {
    return with(settings(), value);
  }

  /** Sets the folder of checkpoints. */
  public E setCheckpointDir(String value) {
    return with(checkpointDir(), value);
  }
}
