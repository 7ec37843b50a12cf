package dev.unfold.worker.prediction;

import java.util.List;
import java.util.function.BooleanSupplier;

/** Computes predictions for batches of examples, none of which is longer than a limit. */
interface BatchPredictor extends AutoCloseable {
  /**
   * Returns a prediction for each example.
   *
   * @param batch the examples, at most as many as there are lanes
   * @param limit the maximum number of their steps
   */
  List<Prediction> predict(List<NumberedExample> batch, int limit);

  /**
   * Begins an example that is read in segments. It ends when another prediction is requested.
   *
   * @param cancelled polled before every chunk
   */
  SegmentPredictor segments(BooleanSupplier cancelled);

  @Override
  void close();
}
