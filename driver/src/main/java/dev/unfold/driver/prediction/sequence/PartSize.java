package dev.unfold.driver.prediction.sequence;

import dev.unfold.worker.settings.corpus.SequenceSettings.WindowSettings;

/**
 * The size of the parts in which a long sequence is read.
 *
 * @param steps the number of steps of each part but the last
 * @param repeated the number of steps of the part before with which a part begins, fewer than that
 */
public record PartSize(int steps, int repeated) {
  public PartSize {
    if (repeated < 0 || repeated >= steps) {
      throw new IllegalArgumentException(
          "expected 0 or more repeated steps and fewer than "
              + steps
              + ", those of a part, found "
              + repeated);
    }
  }

  /** Returns the size with which each sequence is one part. */
  public static PartSize whole() {
    return new PartSize(Integer.MAX_VALUE, 0);
  }

  /** Returns the size of parts that follow each other. */
  public static PartSize of(int steps) {
    return new PartSize(steps, 0);
  }

  /**
   * Returns the size of parts that end with a window, so that each window is in one.
   *
   * @param settings the windows, which are not whole sequences
   * @param steps the number of steps of all windows of a part, which are fewer unless one has more
   */
  public static PartSize ofWindows(WindowSettings settings, int steps) {
    int others = Math.max(1, steps / settings.length()) - 1;
    return new PartSize(
        others * settings.stride() + settings.length(), settings.length() - settings.stride());
  }
}
