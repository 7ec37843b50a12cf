package dev.unfold.worker.evaluation;

import dev.unfold.worker.evaluation.metric.Statistic;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The evaluation result of a model: its loss and the metrics for its kind of targets.
 *
 * @param loss over all targets
 * @param counts the same ones in the same order wherever the same model is scored
 */
public record Score(LossSum loss, List<Count<?>> counts) implements Serializable {
  public Score {
    counts = List.copyOf(counts);
  }

  /**
   * A statistic that knows its kind, so that it can be added to another whose kind is not known.
   *
   * @param <S> the kind
   */
  public record Count<S extends Statistic<S>>(Class<S> kind, S value) implements Serializable {
    Count<S> plus(Count<?> other) {
      return new Count<>(kind, value.plus(kind.cast(other.value)));
    }
  }

  /** Returns the score over what this, first, and another were counted over. */
  public Score plus(Score other) {
    List<Count<?>> sums = new ArrayList<>();
    for (int i = 0; i < counts.size(); i++) {
      sums.add(counts.get(i).plus(other.counts.get(i)));
    }
    return new Score(loss.plus(other.loss), sums);
  }

  /** Returns the figures that are single numbers. */
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
            (name, figure) -> {
              if (kind.isInstance(figure)) {
                numbers.put(name, kind.cast(figure).doubleValue());
              }
            });
    return numbers;
  }

  /** Returns the figures by name, for reports. */
  public Map<String, Object> describe() {
    Map<String, Object> figures = loss.describe();
    counts.forEach(count -> figures.putAll(count.value().describe()));
    return figures;
  }
}
