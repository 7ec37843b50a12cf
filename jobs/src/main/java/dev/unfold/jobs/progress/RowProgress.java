package dev.unfold.jobs.progress;

import dev.unfold.driver.prediction.PredictionListener;

/** Shows the number of processed rows until it is closed. */
public interface RowProgress extends PredictionListener, AutoCloseable {
  /** Returns a progress bar on a terminal, and periodic log lines elsewhere. */
  static RowProgress open() {
    return Boolean.getBoolean(TrainingProgress.TERMINAL_PROPERTY)
        ? new RowProgressBar()
        : new RowProgressLog();
  }

  @Override
  void close();
}
