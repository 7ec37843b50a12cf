package dev.unfold.worker.evaluation.metric;

import dev.unfold.worker.settings.Metric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The errors of predicted real values over the steps of several series, with the figures of Lai et
 * al., <a href="https://arxiv.org/abs/1703.07015">Modeling Long- and Short-Term Temporal Patterns
 * with Deep Neural Networks</a>:
 *
 * <pre>
 * RSE  = √Σ(y - ŷ)² / √Σ(y - mean y)²      over all series and steps, with one mean of all
 * CORR = mean over series of the correlation of y and ŷ over the steps
 * </pre>
 *
 * RSE depends on the scales of the series: give it values in their own units, as the paper does. A
 * series that does not change is left out of CORR, as in the authors' evaluation; a prediction that
 * does not change has correlation 0. All is computed in double.
 *
 * <p>The baseline is a statistic of its own, to which the caller adds the last known value as the
 * prediction.
 */
public final class SquaredErrors implements Statistic<SquaredErrors> {
  private static final long serialVersionUID = 1L;

  private final List<SeriesMoments> series;
  private long steps;

  /**
   * Creates an empty statistic.
   *
   * @param width the number of series
   */
  public SquaredErrors(int width) {
    this(Stream.generate(SeriesMoments::new).limit(width).toList(), 0);
  }

  private SquaredErrors(List<SeriesMoments> series, long steps) {
    this.series = series;
    this.steps = steps;
  }

  /**
   * Adds a step.
   *
   * @param values the true value of each series
   * @param predicted likewise
   * @throws IllegalArgumentException if there are more or fewer values than series
   */
  public void add(float[] values, float[] predicted) {
    requireWidth(values.length);
    requireWidth(predicted.length);
    for (int i = 0; i < series.size(); i++) {
      series.get(i).add(values[i], predicted[i]);
    }
    steps++;
  }

  @Override
  public SquaredErrors plus(SquaredErrors other) {
    requireWidth(other.series.size());
    return new SquaredErrors(
        IntStream.range(0, series.size())
            .mapToObj(i -> series.get(i).plus(other.series.get(i)))
            .toList(),
        steps + other.steps);
  }

  /** Mean over series and steps; not a number if there are none. */
  public double mean() {
    return sum() / (steps * series.size());
  }

  /**
   * Root relative squared error: 1 for the mean of all true values as the prediction; infinite, or
   * not a number, where all of them are equal.
   */
  public double relative() {
    double center = series.stream().mapToDouble(SeriesMoments::mean).average().orElse(0);
    double squares = series.stream().mapToDouble(each -> each.squaresAround(center)).sum();
    return Math.sqrt(sum()) / Math.sqrt(squares);
  }

  /** Mean correlation of the series that change; not a number if none does. */
  public double correlation() {
    return series.stream()
        .filter(each -> !each.isConstant())
        .mapToDouble(SeriesMoments::correlation)
        .average()
        .orElse(Double.NaN);
  }

  @Override
  public Map<String, Object> describe() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(Metric.MEAN_SQUARED_ERROR.key(), mean());
    values.put(Metric.RSE.key(), relative());
    values.put(Metric.CORRELATION.key(), correlation());
    values.put("steps", steps);
    values.put("series", series.size());
    return values;
  }

  private double sum() {
    return series.stream().mapToDouble(SeriesMoments::squaredErrors).sum();
  }

  private void requireWidth(int width) {
    if (width != series.size()) {
      throw new IllegalArgumentException(
          "expected the values of " + series.size() + " series, found " + width);
    }
  }
}
