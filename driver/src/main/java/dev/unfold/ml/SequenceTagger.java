package dev.unfold.ml;

import java.util.Map;
import java.util.function.BiFunction;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.StructType;

/** Trains a network that assigns a class to each step of a sequence. */
public final class SequenceTagger extends ClassEstimator<SequenceTagger, SequenceTaggerModel> {
  private static final long serialVersionUID = 1L;

  /** Creates an estimator with a unique identifier. */
  public SequenceTagger() {
    this(Identifiable.randomUID("sequenceTagger"));
  }

  /** Creates an estimator. */
  public SequenceTagger(String uid) {
    super(uid);
  }

  @Override
  boolean labelsAreListed() {
    return !rowsAreSteps();
  }

  @Override
  BiFunction<String, TrainedContent, SequenceTaggerModel> models() {
    return SequenceTaggerModel::new;
  }

  @Override
  Map<String, Object> task(StructType rows) {
    return Map.of(
        "network.kind", "tagger", "corpus.target.column", getLabelCol(), TARGET_KIND, "tags");
  }

  @Override
  SequenceTagger self() {
    return this;
  }

  /** Returns a reader of saved estimators. */
  public static MLReader<SequenceTagger> read() {
    return new DefaultParamsReader<>();
  }

  /** Returns the estimator that was saved in a folder. */
  public static SequenceTagger load(String path) {
    return read().load(path);
  }
}
