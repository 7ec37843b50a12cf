package dev.unfold.driver.prediction;

/** Hears how far a prediction is; calls may come from another thread. */
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
