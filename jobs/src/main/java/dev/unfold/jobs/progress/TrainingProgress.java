package dev.unfold.jobs.progress;

import dev.unfold.driver.training.TrainingListener;

/** Shows the progress of training until it is closed. */
public interface TrainingProgress extends TrainingListener, AutoCloseable {
  @Override
  void close();
}
