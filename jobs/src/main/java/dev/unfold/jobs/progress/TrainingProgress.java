package dev.unfold.jobs.progress;

import dev.unfold.driver.training.TrainingListener;
import dev.unfold.worker.settings.corpus.CorpusSettings;

/** Shows the progress of training until it is closed. */
public interface TrainingProgress extends TrainingListener, AutoCloseable {
  /**
   * The property that the launcher sets if stderr is a terminal, which Java itself cannot detect.
   */
  String TERMINAL_PROPERTY = "unfold.terminal";

  /**
   * Returns a progress bar on a terminal, and periodic log lines elsewhere.
   *
   * @param corpus the corpus that is trained on
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
