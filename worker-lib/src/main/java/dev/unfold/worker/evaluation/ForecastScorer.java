package dev.unfold.worker.evaluation;

import dev.unfold.worker.evaluation.metric.ForecastErrors;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.example.FieldSchema;
import java.util.Optional;

/**
 * Measures the errors of forecasts of a later step and of naive forecasts. If there is a season,
 * steps for which the seasonal naive forecast is unknown are left out, so that all errors are those
 * at the same steps.
 */
final class ForecastScorer implements OutputScorer {
  private final ForecastErrors errors;
  private final Forecast forecast;
  private final Optional<LastSeason> season;
  private final double[] values;
  private final double[] predicted;
  private final double[] last;
  private final double[] lastSeason;

  ForecastScorer(Forecast forecast) {
    this.forecast = forecast;
    int width = forecast.predicted().size();
    errors = new ForecastErrors(width, forecast.scales(), forecast.season() > 0);
    season = forecast.season() > 0 ? Optional.of(new LastSeason(forecast)) : Optional.empty();
    values = new double[width];
    predicted = new double[width];
    last = new double[width];
    lastSeason = new double[width];
  }

  @Override
  public void begin(Chunk chunk) {
    season.ifPresent(naive -> naive.read(chunk));
  }

  @Override
  public void add(Chunk chunk, int position, float[] output) {
    if (season.isPresent() && !season.get().knows(position)) {
      return;
    }
    int ofTarget = position * values.length;
    int ofInput = position * (chunk.frames().length / chunk.present().length) + forecast.first();
    for (int i = 0; i < values.length; i++) {
      float before = chunk.frames()[ofInput + i];
      last[i] = before;
      values[i] = value(i, before, chunk.targetFrames()[ofTarget + i]);
      predicted[i] = value(i, before, output[i]);
      lastSeason[i] = season.isPresent() ? season.get().forecast(position, i) : 0;
    }
    errors.add(values, predicted, last, lastSeason);
  }

  /** Returns a value of the later step. */
  private double value(int column, float before, float target) {
    return forecast.predicted() instanceof FieldSchema.Changes changes
        ? changes.normalizedAfter(column, before, target)
        : target;
  }

  @Override
  public Score.Count<?> count() {
    return new Score.Count<>(ForecastErrors.class, errors);
  }
}
