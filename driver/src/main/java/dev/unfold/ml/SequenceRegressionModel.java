package dev.unfold.ml;

import dev.unfold.driver.prediction.column.NumberVectors;
import dev.unfold.driver.prediction.column.OutputValues;
import dev.unfold.worker.prediction.ExampleNetwork;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;

/** Predicts numbers of each sequence, or of each of its steps. */
public final class SequenceRegressionModel extends SequenceModel<SequenceRegressionModel> {
  private static final long serialVersionUID = 1L;

  /** Creates a model without a network, of which only the parameters can be read. */
  public SequenceRegressionModel() {
    this(Identifiable.randomUID("sequenceRegressionModel"), null);
  }

  SequenceRegressionModel(String uid, TrainedContent content) {
    super(uid, content);
  }

  @Override
  OutputValues predicted(ExampleNetwork network, boolean rowsAreSteps) {
    return new NumberVectors(getPredictionCol(), network, rowsAreSteps);
  }

  @Override
  SequenceRegressionModel create(String newUid, TrainedContent of) {
    return new SequenceRegressionModel(newUid, of);
  }

  @Override
  SequenceRegressionModel self() {
    return this;
  }

  /** Returns a reader of saved models. */
  public static MLReader<SequenceRegressionModel> read() {
    return new SequenceModelReader<>(SequenceRegressionModel.class, SequenceRegressionModel::new);
  }

  /** Returns the model that was saved in a folder. */
  public static SequenceRegressionModel load(String path) {
    return read().load(path);
  }
}
