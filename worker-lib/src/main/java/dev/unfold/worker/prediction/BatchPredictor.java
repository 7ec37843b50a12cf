package dev.unfold.worker.prediction;

import java.util.List;

/** Predicts something of batches of examples, of which none is longer than a limit. */
interface BatchPredictor extends AutoCloseable {
  /**
   * A prediction of each example.
   *
   * @param batch at most as many as there are lanes
   * @param limit of their steps
   */
  List<Prediction> predict(List<NumberedExample> batch, int limit);

  @Override
  void close();
}
