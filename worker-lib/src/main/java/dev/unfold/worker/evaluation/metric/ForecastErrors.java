package dev.unfold.worker.evaluation.metric;

import java.util.Map;

/**
 * The errors of one-step forecasts, next to those of the persistence forecast, which repeats the
 * last value and is the baseline to beat.
 */
public final class ForecastErrors implements Statistic<ForecastErrors> {
  private static final long serialVersionUID = 1L;

  private final SquaredErrors forecasts;
  private final SquaredErrors persistence;

  /**
   * Creates an empty statistic.
   *
   * @param width the number of series
   */
  public ForecastErrors(int width) {
    this(new SquaredErrors(width), new SquaredErrors(width));
  }

  private ForecastErrors(SquaredErrors forecasts, SquaredErrors persistence) {
    this.forecasts = forecasts;
    this.persistence = persistence;
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
    return new ForecastErrors(forecasts.plus(other.forecasts), persistence.plus(other.persistence));
  }

  @Override
  public Map<String, Object> describe() {
    Map<String, Object> values = forecasts.describe();
    values.put("persistenceMeanSquaredError", persistence.mean());
    values.put("persistenceRse", persistence.relative());
    values.put("persistenceCorrelation", persistence.correlation());
    return values;
  }
}
