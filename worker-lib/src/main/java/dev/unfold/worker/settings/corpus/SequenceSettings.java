package dev.unfold.worker.settings.corpus;

import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;
import java.util.List;

/**
 * The sequences of a table whose rows are steps.
 *
 * @param by the columns whose values together identify the sequence of a row; empty if all rows are
 *     one sequence
 * @param order the columns by whose values the rows of a sequence are ordered, numbers or
 *     timestamps; empty if each row is an example
 * @param gap the number of seconds between two rows, by the first of these columns, above which a
 *     new sequence starts; 0 means that none does
 * @param window the parts of sequences that are examples
 */
public record SequenceSettings(
    List<String> by, List<String> order, double gap, WindowSettings window)
    implements Serializable {
  /**
   * The parts of sequences that are examples.
   *
   * @param length the maximum number of steps of a part; 0 means that the whole sequence is one
   * @param stride the distance between the first steps of two parts
   */
  public record WindowSettings(int length, int stride) implements Serializable {
    public WindowSettings {
      new SettingChecks()
          .require(length >= 0, "corpus.sequence.window.length", "at least 0", length)
          .require(
              stride >= 1 && stride <= Math.max(1, length),
              "corpus.sequence.window.stride",
              "1 to corpus.sequence.window.length, so that each step is in a part; 1 without windows",
              stride,
              "corpus.sequence.window.length")
          .finish();
    }

    /**
     * Returns the exclusive end of a part of a sequence. The part that ends with the sequence is
     * the last one.
     *
     * @param from the first step of the part
     * @param steps the number of steps of the sequence
     */
    public int end(int from, int steps) {
      return length == 0 ? steps : Math.min(steps, from + length);
    }

    /** Returns the first step of the part that ends with a sequence of some number of steps. */
    public int last(int steps) {
      int from = 0;
      while (end(from, steps) < steps) {
        from += stride;
      }
      return from;
    }
  }

  public SequenceSettings {
    by = List.copyOf(by);
    order = List.copyOf(order);
    new SettingChecks()
        .require(
            by.isEmpty() || !order.isEmpty(),
            "corpus.sequence.order",
            "at least one column where corpus.sequence.by has some",
            "none",
            "corpus.sequence.by")
        .require(gap >= 0 && Double.isFinite(gap), "corpus.sequence.gap", "at least 0 seconds", gap)
        .finish();
  }

  /** Returns the settings of a table whose rows are examples. */
  public static SequenceSettings none() {
    return new SequenceSettings(List.of(), List.of(), 0, new WindowSettings(0, 1));
  }

  /** Returns whether each row is a step of a sequence. */
  public boolean rowsAreSteps() {
    return !order.isEmpty();
  }

  /** Records windows in which no later step, or none of a later season, is known. */
  void requireFor(SettingChecks checks, TargetSettings target) {
    int length = window.length();
    boolean forecasts = target.kind() == TargetSettings.Kind.NEXT && target.ahead() >= 1;
    checks.require(
        !forecasts || length == 0 || length > target.naiveSteps(),
        "corpus.sequence.window.length",
        "0 or more than the " + target.naiveSteps() + " steps from a value to its naive forecast",
        length,
        "corpus.target.ahead",
        "corpus.target.season");
  }
}
