package dev.unfold.driver.prediction;

/** Receives the progress of a prediction, possibly on another thread. */
@FunctionalInterface
public interface PredictionListener {
  /**
   * Called when rows have been predicted, first with 0.
   *
   * @param rows the approximate number of predicted rows
   * @param of the number of all rows
   */
  void predicted(long rows, long of);
}
