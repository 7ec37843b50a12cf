package dev.unfold.jobs.progress;

import dev.unfold.driver.prediction.PredictionListener;

/** Shows how many rows are done, until it is closed. */
public interface RowProgress extends PredictionListener, AutoCloseable {
  /** A bar on a terminal, a line now and then elsewhere. */
  static RowProgress open() {
    return Boolean.getBoolean(TrainingProgress.TERMINAL_PROPERTY)
        ? new RowProgressBar()
        : new RowProgressLog();
  }

  @Override
  void close();
}
