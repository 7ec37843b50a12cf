package dev.unfold.jobs.progress;

import dev.unfold.driver.prediction.PredictionListener;

/** Shows the number of processed rows until it is closed. */
public interface RowProgress extends PredictionListener, AutoCloseable {
  @Override
  void close();
}
