package dev.unfold.ml;

import dev.unfold.ml.column.ColumnTypes;
import dev.unfold.ml.param.LabelParams;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Trains a network that generates a text from a sequence, with an encoder and a decoder. Set {@code
 * network.decoder.attention} by {@code settings} for attention.
 */
public final class SequenceToSequence
    extends SequenceEstimator<SequenceToSequence, SequenceToSequenceModel> implements LabelParams {
  private static final long serialVersionUID = 1L;

  private final Param<String> labelCol = LabelParams.create(this);
  private final Param<String> labelKind =
      new Param<>(
          this,
          "labelKind",
          "The unit of the target, words, characters or subwords.",
          ParamValidators.inArray(List.of("words", "characters", "subwords")));

  /** Creates an estimator with a unique identifier. */
  public SequenceToSequence() {
    this(Identifiable.randomUID("sequenceToSequence"));
  }

  /** Creates an estimator. */
  public SequenceToSequence(String uid) {
    super(uid);
    setDefault(labelKind, "words");
  }

  @Override
  public Param<String> labelCol() {
    return labelCol;
  }

  /** Returns the parameter for the unit of the target. */
  public Param<String> labelKind() {
    return labelKind;
  }

  /** Returns the unit of the target, {@code words}, {@code characters} or {@code subwords}. */
  public String getLabelKind() {
    return getOrDefault(labelKind);
  }

  @Override
  Map<String, Object> task(StructType rows) {
    return Map.of(
        "network.kind",
        "sequence-to-sequence",
        "corpus.target.column",
        getLabelCol(),
        TARGET_KIND,
        getLabelKind());
  }

  @Override
  void requireTarget(ColumnTypes types, String kind) {
    types.requireTarget(getLabelCol(), kind);
  }

  @Override
  List<StructField> predicted(StructType rows) {
    return List.of(DataTypes.createStructField(getPredictionCol(), DataTypes.StringType, true));
  }

  @Override
  SequenceToSequenceModel model(StructType rows, TrainedContent content) {
    return new SequenceToSequenceModel(uid(), content);
  }

  /** Sets the column of the target, a text. */
  public SequenceToSequence setLabelCol(String value) {
    return with(labelCol, value);
  }

  /** Sets the unit of the target, {@code words}, {@code characters} or {@code subwords}. */
  public SequenceToSequence setLabelKind(String value) {
    return with(labelKind, value);
  }

  @Override
  SequenceToSequence self() {
    return this;
  }

  /** Returns a reader of saved estimators. */
  public static MLReader<SequenceToSequence> read() {
    return new DefaultParamsReader<>();
  }

  /** Returns the estimator that was saved in a folder. */
  public static SequenceToSequence load(String path) {
    return read().load(path);
  }
}
