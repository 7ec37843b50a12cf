package dev.unfold.worker.evaluation.metric;

import dev.unfold.worker.settings.Metric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The errors of predicted real values over the steps of several series: their mean squared and mean
 * absolute errors, and the metrics of Lai et al., <a
 * href="https://arxiv.org/abs/1703.07015">Modeling Long- and Short-Term Temporal Patterns with Deep
 * Neural Networks</a>:
 *
 * <pre>
 * RSE  = √Σ(y - ŷ)² / √Σ(y - mean y)²      over all series and steps, with one mean of all
 * CORR = mean over series of the correlation of y and ŷ over the steps
 * </pre>
 *
 * RSE depends on the scales of the series, so values should be in their original units, as in the
 * paper. A constant series is excluded from CORR, as in the authors' evaluation; a constant
 * prediction has correlation 0. Everything is computed in double.
 *
 * <p>The baseline is a separate statistic, to which the caller adds the last known value as the
 * prediction.
 */
public final class RegressionErrors implements Statistic<RegressionErrors> {
  private static final long serialVersionUID = 1L;

  private final List<SeriesMoments> series;
  private long steps;

  /**
   * Creates an empty statistic.
   *
   * @param width the number of series
   */
  public RegressionErrors(int width) {
    this(Stream.generate(SeriesMoments::new).limit(width).toList(), 0);
  }

  private RegressionErrors(List<SeriesMoments> series, long steps) {
    this.series = series;
    this.steps = steps;
  }

  /**
   * Adds a step.
   *
   * @param values the true value of each series
   * @param predicted the predicted value of each series
   * @throws IllegalArgumentException if the number of values is not the number of series
   */
  public void add(double[] values, double[] predicted) {
    requireWidth(values.length);
    requireWidth(predicted.length);
    for (int i = 0; i < series.size(); i++) {
      series.get(i).add(values[i], predicted[i]);
    }
    steps++;
  }

  @Override
  public RegressionErrors plus(RegressionErrors other) {
    requireWidth(other.series.size());
    return new RegressionErrors(
        IntStream.range(0, series.size())
            .mapToObj(i -> series.get(i).plus(other.series.get(i)))
            .toList(),
        steps + other.steps);
  }

  /** Returns the mean squared error over series and steps; NaN without steps. */
  public double meanSquared() {
    return sum() / (steps * series.size());
  }

  /** Returns the mean absolute error over series and steps; NaN without steps. */
  public double meanAbsolute() {
    return series.stream().mapToDouble(SeriesMoments::absoluteErrors).sum()
        / (steps * series.size());
  }

  /**
   * Returns the mean over series of the mean absolute error divided by a scale of the series; a
   * series whose scale is 0 is excluded; NaN without steps or series.
   *
   * @throws IllegalArgumentException if there is not one scale for each series
   */
  double scaled(double[] scales) {
    requireWidth(scales.length);
    return IntStream.range(0, scales.length)
        .filter(i -> scales[i] > 0)
        .mapToDouble(i -> series.get(i).absoluteErrors() / steps / scales[i])
        .average()
        .orElse(Double.NaN);
  }

  /**
   * Returns the root relative squared error: 1 if the mean of all true values is predicted;
   * infinite or NaN if all true values are equal.
   */
  public double relative() {
    double center = series.stream().mapToDouble(SeriesMoments::mean).average().orElse(0);
    double squares = series.stream().mapToDouble(moments -> moments.squaresAround(center)).sum();
    return Math.sqrt(sum()) / Math.sqrt(squares);
  }

  /** Returns the mean correlation of the series that are not constant; NaN without any. */
  public double correlation() {
    return series.stream()
        .filter(moments -> !moments.isConstant())
        .mapToDouble(SeriesMoments::correlation)
        .average()
        .orElse(Double.NaN);
  }

  @Override
  public Map<String, Object> describe() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(Metric.MEAN_SQUARED_ERROR.key(), meanSquared());
    values.put(Metric.MEAN_ABSOLUTE_ERROR.key(), meanAbsolute());
    values.put(Metric.ROOT_MEAN_SQUARED_ERROR.key(), Math.sqrt(meanSquared()));
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
