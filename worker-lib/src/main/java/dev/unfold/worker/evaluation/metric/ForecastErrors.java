package dev.unfold.worker.evaluation.metric;

import dev.unfold.worker.settings.Metric;
import java.util.List;
import java.util.Map;

/**
 * The errors of forecasts, next to those of naive ones at the same steps, which are the baselines
 * to beat: the persistence forecast, which repeats the last value, and for series with a season the
 * seasonal naive forecast, which repeats the value of the last season.
 *
 * <p>The mean absolute scaled error (Hyndman and Koehler, 2006, Another look at measures of
 * forecast accuracy) divides the mean absolute error of a series by that of a naive forecast on the
 * training rows, the seasonal one for series with a season of m steps; it is averaged over the
 * series, without those for which that forecast has no error:
 *
 * <pre>
 * MASE = mean over series of  mean |y(t) - ŷ(t)| / mean |x(t) - x(t-m)|   x in the training rows
 * </pre>
 *
 * with m = 1 if there is no season.
 */
public final class ForecastErrors implements Statistic<ForecastErrors> {
  private static final long serialVersionUID = 1L;

  private final RegressionErrors forecasts;
  private final RegressionErrors persistence;
  private final RegressionErrors seasonal;
  private final double[] scales;
  private final boolean hasSeason;

  /**
   * Creates an empty statistic.
   *
   * @param width the number of series
   * @param scales the mean absolute error of the naive forecast of each series on the training
   *     rows; empty if it is unknown
   * @param hasSeason whether the series have a season
   */
  public ForecastErrors(int width, List<Double> scales, boolean hasSeason) {
    this(
        new RegressionErrors(width),
        new RegressionErrors(width),
        new RegressionErrors(width),
        scales.stream().mapToDouble(Double::doubleValue).toArray(),
        hasSeason);
  }

  private ForecastErrors(
      RegressionErrors forecasts,
      RegressionErrors persistence,
      RegressionErrors seasonal,
      double[] scales,
      boolean hasSeason) {
    this.forecasts = forecasts;
    this.persistence = persistence;
    this.seasonal = seasonal;
    this.scales = scales;
    this.hasSeason = hasSeason;
  }

  /**
   * Adds a step.
   *
   * @param values the true value of each series
   * @param predicted the predicted value of each series
   * @param last the last known value of each series
   * @param lastSeason the value of each series in the last season; ignored if there is no season
   */
  public void add(double[] values, double[] predicted, double[] last, double[] lastSeason) {
    forecasts.add(values, predicted);
    persistence.add(values, last);
    if (hasSeason) {
      seasonal.add(values, lastSeason);
    }
  }

  @Override
  public ForecastErrors plus(ForecastErrors other) {
    return new ForecastErrors(
        forecasts.plus(other.forecasts),
        persistence.plus(other.persistence),
        seasonal.plus(other.seasonal),
        scales,
        hasSeason);
  }

  @Override
  public Map<String, Object> describe() {
    Map<String, Object> values = forecasts.describe();
    if (scales.length > 0) {
      values.put(Metric.MASE.key(), forecasts.scaled(scales));
    }
    putInto(values, "persistence", persistence);
    if (hasSeason) {
      putInto(values, "seasonal", seasonal);
    }
    return values;
  }

  private static void putInto(
      Map<String, Object> values, String forecast, RegressionErrors errors) {
    values.put(forecast + "MeanSquaredError", errors.meanSquared());
    values.put(forecast + "MeanAbsoluteError", errors.meanAbsolute());
    values.put(forecast + "Rse", errors.relative());
    values.put(forecast + "Correlation", errors.correlation());
  }
}
