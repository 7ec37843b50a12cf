package dev.unfold.ml;

import java.util.Map;
import java.util.function.BiFunction;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.StructType;

/** Trains a network that assigns a class to each sequence. */
public final class SequenceClassifier
    extends ClassEstimator<SequenceClassifier, SequenceClassificationModel> {
  private static final long serialVersionUID = 1L;

  /** Creates an estimator with a unique identifier. */
  public SequenceClassifier() {
    this(Identifiable.randomUID("sequenceClassifier"));
  }

  /** Creates an estimator. */
  public SequenceClassifier(String uid) {
    super(uid);
  }

  @Override
  boolean labelsAreListed() {
    return false;
  }

  @Override
  BiFunction<String, TrainedContent, SequenceClassificationModel> models() {
    return SequenceClassificationModel::new;
  }

  @Override
  Map<String, Object> task(StructType rows) {
    return Map.of(
        "network.kind",
        "sequence-to-vector",
        "corpus.target.column",
        getLabelCol(),
        TARGET_KIND,
        "label");
  }

  @Override
  SequenceClassifier self() {
    return this;
  }

  /** Returns a reader of saved estimators. */
  public static MLReader<SequenceClassifier> read() {
    return new DefaultParamsReader<>();
  }

  /** Returns the estimator that was saved in a folder. */
  public static SequenceClassifier load(String path) {
    return read().load(path);
  }
}
