package dev.unfold.worker.evaluation.metric;

import java.io.Serializable;
import java.util.Map;

/**
 * A statistic over examples that is additive: the statistic of the union of two sets of examples is
 * the sum of their statistics.
 *
 * <p>Counts are integers, so that grouping and order are irrelevant. Doubles are summed in the
 * order of the shards; another grouping may differ in the last digits.
 *
 * @param <S> the statistic itself
 */
public interface Statistic<S extends Statistic<S>> extends Serializable {
  /**
   * Returns the sum of this statistic, which comes first, and another; neither is changed.
   *
   * @throws IllegalArgumentException if they count different things
   */
  S plus(S other);

  /**
   * Returns the metrics by name, for reports: numbers, and maps and lists of numbers. {@link
   * dev.unfold.worker.settings.Metric} lists those that early stopping can monitor.
   */
  Map<String, Object> describe();
}
