package dev.unfold.jobs.progress;

import dev.unfold.driver.prediction.PredictionListener;

/** Shows how many rows are done, until it is closed. */
public interface RowProgress extends PredictionListener, AutoCloseable {
  /** A bar on a terminal, a line now and then elsewhere. */
  static RowProgress open() {
    return Boolean.getBoolean(Progress.TERMINAL_PROPERTY) ? new RowBar() : new RowLog();
  }

  @Override
  void close();
}
