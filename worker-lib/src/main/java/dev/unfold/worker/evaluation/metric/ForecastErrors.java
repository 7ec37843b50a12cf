package dev.unfold.worker.evaluation.metric;

import dev.unfold.worker.settings.Metric;
import java.util.List;
import java.util.Map;

/**
 * The errors of one-step forecasts, next to those of the persistence forecast, which repeats the
 * last value and is the baseline to beat.
 *
 * <p>The mean absolute scaled error (Hyndman and Koehler, 2006, Another look at measures of
 * forecast accuracy) divides the mean absolute error of a series by that of the persistence
 * forecast on the training rows; it is averaged over the series, without those that never change
 * there:
 *
 * <pre>
 * MASE = mean over series of  mean |y(t) - ŷ(t)| / mean |x(t) - x(t-1)|   x in the training rows
 * </pre>
 */
public final class ForecastErrors implements Statistic<ForecastErrors> {
  private static final long serialVersionUID = 1L;

  private final SquaredErrors forecasts;
  private final SquaredErrors persistence;
  private final double[] scales;

  /**
   * Creates an empty statistic.
   *
   * @param width the number of series
   * @param scales the mean absolute error of the persistence forecast of each series on the
   *     training rows; empty if it is unknown
   */
  public ForecastErrors(int width, List<Double> scales) {
    this(
        new SquaredErrors(width),
        new SquaredErrors(width),
        scales.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private ForecastErrors(SquaredErrors forecasts, SquaredErrors persistence, double[] scales) {
    this.forecasts = forecasts;
    this.persistence = persistence;
    this.scales = scales;
  }

  /**
   * Adds a step.
   *
   * @param values the true value of each series
   * @param predicted the predicted value of each series
   * @param last the value of each series at the previous step
   */
  public void add(float[] values, float[] predicted, float[] last) {
    forecasts.add(values, predicted);
    persistence.add(values, last);
  }

  @Override
  public ForecastErrors plus(ForecastErrors other) {
    return new ForecastErrors(
        forecasts.plus(other.forecasts), persistence.plus(other.persistence), scales);
  }

  @Override
  public Map<String, Object> describe() {
    Map<String, Object> values = forecasts.describe();
    if (scales.length > 0) {
      values.put(Metric.MASE.key(), forecasts.scaled(scales));
    }
    values.put("persistenceMeanSquaredError", persistence.mean());
    values.put("persistenceMeanAbsoluteError", persistence.meanAbsolute());
    values.put("persistenceRse", persistence.relative());
    values.put("persistenceCorrelation", persistence.correlation());
    return values;
  }
}
