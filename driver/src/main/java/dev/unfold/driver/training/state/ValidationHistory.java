package dev.unfold.driver.training.state;

import dev.unfold.worker.settings.Metric;
import java.util.ArrayList;
import java.util.List;

/**
 * The validations of a run so far.
 *
 * @param count their number
 * @param best the best one
 * @param recent the values of the last ones and, before them, the best of all others: what the
 *     non-monotone trigger of averaged weights compares; empty if there is no such trigger, or
 *     after it
 */
public record ValidationHistory(int count, Best best, List<Double> recent) {
  /** The history of a run that has not started. */
  public static final ValidationHistory EMPTY =
      new ValidationHistory(0, new Best(0, 0, 0, 0), List.of());

  public ValidationHistory {
    recent = List.copyOf(recent);
    if (count < 0) {
      throw new IllegalArgumentException("validations below zero");
    }
  }

  /**
   * The best validation so far.
   *
   * @param number its number among the validations of the run, from 1; 0 if there is none
   * @param epoch its epoch, from 1
   * @param round the last round before it, from 1
   * @param value the metric on the validation corpus
   */
  public record Best(int number, int epoch, long round, double value) {
    public boolean exists() {
      return number > 0;
    }
  }

  /** Returns the number of validations since the best one. */
  public int sinceBest() {
    return count - best.number();
  }

  /** Returns the history with a further validation. */
  public ValidationHistory with(Best bestSoFar) {
    return new ValidationHistory(count + 1, bestSoFar, recent);
  }

  /** Returns the history with another best validation. */
  public ValidationHistory withBest(Best other) {
    return new ValidationHistory(count, other, recent);
  }

  /**
   * Returns whether a value is worse than the best of the validations before the last n, which is
   * the non-monotone trigger (Merity, Keskar and Socher 2018, arXiv 1708.02182, algorithm 1).
   *
   * @param n the number of recent validations whose values do not matter
   */
  public boolean triggers(Metric metric, int n, double value) {
    return recent.size() > n && metric.isBetter(recent.get(0), value);
  }

  /** Returns the history with a value that {@link #triggers} will compare. */
  public ValidationHistory withRecent(Metric metric, int n, double value) {
    List<Double> values = new ArrayList<>(recent);
    values.add(value);
    if (values.size() > n + 1) {
      double oldest = values.remove(0);
      values.set(0, metric.isBetter(oldest, values.get(0)) ? oldest : values.get(0));
    }
    return new ValidationHistory(count, best, values);
  }

  /** Returns the history without the values that {@link #triggers} compares. */
  public ValidationHistory withoutRecent() {
    return new ValidationHistory(count, best, List.of());
  }
}
