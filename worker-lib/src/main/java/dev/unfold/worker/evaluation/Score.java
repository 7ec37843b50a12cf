package dev.unfold.worker.evaluation;

import dev.unfold.worker.evaluation.metric.Statistic;
import dev.unfold.worker.sequence.TextSize;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The evaluation result of a model: its loss and the metrics for its kind of targets.
 *
 * @param loss the loss over all targets
 * @param counts the statistics, which are the same in the same order for every evaluation of a
 *     model
 */
public record Score(LossSum loss, List<Count<?>> counts) implements Serializable {
  public Score {
    counts = List.copyOf(counts);
  }

  /**
   * A statistic with its class, so that it can be added to another statistic of unknown class.
   *
   * @param <S> the class
   */
  public record Count<S extends Statistic<S>>(Class<S> kind, S value) implements Serializable {
    Count<S> plus(Count<?> other) {
      return new Count<>(kind, value.plus(kind.cast(other.value)));
    }
  }

  /**
   * Returns the score over the union of the targets of this score, which come first, and another.
   */
  public Score plus(Score other) {
    List<Count<?>> sums = new ArrayList<>();
    for (int i = 0; i < counts.size(); i++) {
      sums.add(counts.get(i).plus(other.counts.get(i)));
    }
    return new Score(loss.plus(other.loss), sums);
  }

  /** Returns the same score as that of a text. */
  public Score of(TextSize text) {
    return new Score(loss.of(text), counts);
  }

  /** Returns the metrics that are single numbers. */
  public Map<String, Double> scalars() {
    return numbers(Number.class);
  }

  /** Returns the scalars that are not counts. */
  public Map<String, Double> measures() {
    return numbers(Double.class);
  }

  private Map<String, Double> numbers(Class<? extends Number> kind) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    describe()
        .forEach(
            (name, metric) -> {
              if (kind.isInstance(metric)) {
                numbers.put(name, kind.cast(metric).doubleValue());
              }
            });
    return numbers;
  }

  /** Returns the metrics by name, for reports. */
  public Map<String, Object> describe() {
    Map<String, Object> metrics = loss.describe();
    counts.forEach(count -> metrics.putAll(count.value().describe()));
    return metrics;
  }
}
