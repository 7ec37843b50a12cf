package dev.unfold.ml;

import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;

/** Assigns a class to each step of a sequence. */
public final class SequenceTaggerModel extends ClassModel<SequenceTaggerModel> {
  private static final long serialVersionUID = 1L;

  /** Creates a model without a network, of which only the parameters can be read. */
  public SequenceTaggerModel() {
    this(Identifiable.randomUID("sequenceTaggerModel"), null);
  }

  SequenceTaggerModel(String uid, TrainedContent content) {
    super(uid, content);
  }

  @Override
  SequenceTaggerModel create(String newUid, TrainedContent of) {
    return new SequenceTaggerModel(newUid, of);
  }

  @Override
  SequenceTaggerModel self() {
    return this;
  }

  /** Returns a reader of saved models. */
  public static MLReader<SequenceTaggerModel> read() {
    return new SequenceModelReader<>(SequenceTaggerModel.class, SequenceTaggerModel::new);
  }

  /** Returns the model that was saved in a folder. */
  public static SequenceTaggerModel load(String path) {
    return read().load(path);
  }
}
