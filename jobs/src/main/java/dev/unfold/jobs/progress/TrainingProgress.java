package dev.unfold.jobs.progress;

import dev.unfold.driver.training.TrainingListener;
import dev.unfold.worker.settings.CorpusSettings;

/** Shows the progress of training until it is closed. */
public interface TrainingProgress extends TrainingListener, AutoCloseable {
  /** Set by the launcher where stderr is a terminal, which Java itself cannot tell. */
  String TERMINAL_PROPERTY = "unfold.terminal";

  /**
   * A bar on a terminal, a line now and then elsewhere.
   *
   * @param corpus that is trained on
   */
  static TrainingProgress open(CorpusSettings corpus) {
    ProgressFormatter text = ProgressFormatter.of(corpus);
    return Boolean.getBoolean(TERMINAL_PROPERTY)
        ? new TrainingProgressBar(text)
        : new TrainingProgressLog(text);
  }

  @Override
  void close();
}
