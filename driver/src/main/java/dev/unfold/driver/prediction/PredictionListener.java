package dev.unfold.driver.prediction;

/** Receives the progress of a prediction; calls may come from another thread. */
@FunctionalInterface
public interface PredictionListener {
  /**
   * Some rows are done; first of all none is.
   *
   * @param rows about how many
   * @param of all rows
   */
  void predicted(long rows, long of);
}
