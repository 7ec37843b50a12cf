package dev.unfold.worker.evaluation.metric;

import java.io.Serializable;
import java.util.Map;

/**
 * What is counted over examples and can be added up: that of two sets of examples is the sum of
 * both.
 *
 * <p>Counts are integers, so that grouping and order do not matter. Where doubles are summed the
 * order is that of the shards; another grouping may differ in the last digits.
 *
 * @param <S> the statistic itself
 */
public interface Statistic<S extends Statistic<S>> extends Serializable {
  /**
   * The sum of this, first, and another; neither is changed.
   *
   * @throws IllegalArgumentException if they count different things
   */
  S plus(S other);

  /**
   * The figures by name, for reports: numbers, and maps and lists of numbers. Those that can be
   * watched are named by {@link dev.unfold.worker.settings.Metric}.
   */
  Map<String, Object> describe();
}
