package dev.unfold.jobs.progress;

import dev.unfold.driver.training.TrainingListener;

/** Shows the progress of training until it is closed. */
public interface Progress extends TrainingListener, AutoCloseable {
  /** A bar on a terminal, a line now and then elsewhere. */
  static Progress open() {
    return System.console() == null ? new ProgressLog() : new ProgressPrinter();
  }

  @Override
  void close();
}
