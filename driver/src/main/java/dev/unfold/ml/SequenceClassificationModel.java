package dev.unfold.ml;

import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;

/** Assigns a class to each sequence. */
public final class SequenceClassificationModel extends ClassModel<SequenceClassificationModel> {
  private static final long serialVersionUID = 1L;

  /** Creates a model without a network, of which only the parameters can be read. */
  public SequenceClassificationModel() {
    this(Identifiable.randomUID("sequenceClassificationModel"), null);
  }

  SequenceClassificationModel(String uid, TrainedContent content) {
    super(uid, content);
  }

  @Override
  SequenceClassificationModel create(String newUid, TrainedContent of) {
    return new SequenceClassificationModel(newUid, of);
  }

  @Override
  SequenceClassificationModel self() {
    return this;
  }

  /** Returns a reader of saved models. */
  public static MLReader<SequenceClassificationModel> read() {
    return new SequenceModelReader<>(
        SequenceClassificationModel.class, SequenceClassificationModel::new);
  }

  /** Returns the model that was saved in a folder. */
  public static SequenceClassificationModel load(String path) {
    return read().load(path);
  }
}
