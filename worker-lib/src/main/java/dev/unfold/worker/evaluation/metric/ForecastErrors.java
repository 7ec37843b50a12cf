package dev.unfold.worker.evaluation.metric;

import java.util.Map;

/**
 * How far forecasts of the next step are from the true one, beside the trivial forecast, that
 * nothing changes (persistence): a forecast that is no better than it is worth nothing.
 */
public final class ForecastErrors implements Statistic<ForecastErrors> {
  private static final long serialVersionUID = 1L;

  private final SquaredErrors forecasts;
  private final SquaredErrors persistence;

  /**
   * Of no values yet.
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
   * @param predicted likewise
   * @param last the values one step before
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
