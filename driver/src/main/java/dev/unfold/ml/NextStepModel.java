package dev.unfold.ml;

import dev.unfold.driver.prediction.column.NumberVectors;
import dev.unfold.driver.prediction.column.OutputValues;
import dev.unfold.worker.prediction.ExampleNetwork;
import dev.unfold.worker.prediction.OutputOptions;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;

/**
 * Predicts the next step of a sequence: after the step of a row or, where a row is a sequence,
 * after each of its steps.
 */
public final class NextStepModel extends ClassModel<NextStepModel> {
  private static final long serialVersionUID = 1L;

  /** Creates a model without a network, of which only the parameters can be read. */
  public NextStepModel() {
    this(Identifiable.randomUID("nextStepModel"), null);
  }

  NextStepModel(String uid, TrainedContent content) {
    super(uid, content);
  }

  @Override
  OutputValues predicted(ExampleNetwork network, boolean rowsAreSteps) {
    return network.predictsLaterClass()
        ? super.predicted(network, rowsAreSteps)
        : new NumberVectors(getPredictionCol(), network, rowsAreSteps);
  }

  @Override
  OutputOptions outputs() {
    return network().predictsLaterClass() ? super.outputs() : withoutProbabilities();
  }

  @Override
  NextStepModel create(String newUid, TrainedContent of) {
    return new NextStepModel(newUid, of);
  }

  @Override
  NextStepModel self() {
    return this;
  }

  /** Returns a reader of saved models. */
  public static MLReader<NextStepModel> read() {
    return new SequenceModelReader<>(NextStepModel.class, NextStepModel::new);
  }

  /** Returns the model that was saved in a folder. */
  public static NextStepModel load(String path) {
    return read().load(path);
  }
}
