package dev.unfold.jobs.progress;

import dev.unfold.driver.training.TrainingListener;

/** Shows the progress of training until it is closed. */
public interface Progress extends TrainingListener, AutoCloseable {
  /** Set by the launcher where stderr is a terminal, which Java itself cannot tell. */
  String TERMINAL_PROPERTY = "unfold.terminal";

  /** A bar on a terminal, a line now and then elsewhere. */
  static Progress open() {
    return Boolean.getBoolean(TERMINAL_PROPERTY) ? new ProgressPrinter() : new ProgressLog();
  }

  @Override
  void close();
}
