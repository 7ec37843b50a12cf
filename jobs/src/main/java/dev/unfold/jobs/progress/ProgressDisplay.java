package dev.unfold.jobs.progress;

import dev.unfold.worker.settings.UnfoldSettings;

/** Chooses how progress is shown: as a bar on a terminal, by periodic log lines elsewhere. */
public final class ProgressDisplay {
  /**
   * The property that the launcher sets if stderr is a terminal, which Java itself cannot detect.
   */
  public static final String TERMINAL_PROPERTY = "unfold.terminal";

  private ProgressDisplay() {}

  /**
   * Shows the progress of training.
   *
   * @param settings the settings of the run
   */
  public static TrainingProgress ofTraining(UnfoldSettings settings) {
    ProgressFormatter text = ProgressFormatter.of(settings);
    return isTerminal() ? new TrainingProgressBar(text) : new TrainingProgressLog(text);
  }

  /** Shows the number of processed rows. */
  public static RowProgress ofRows() {
    return isTerminal() ? new RowProgressBar() : new RowProgressLog();
  }

  private static boolean isTerminal() {
    return Boolean.getBoolean(TERMINAL_PROPERTY);
  }
}
