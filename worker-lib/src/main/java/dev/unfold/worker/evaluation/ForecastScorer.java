package dev.unfold.worker.evaluation;

import dev.unfold.worker.evaluation.metric.ForecastErrors;
import dev.unfold.worker.sequence.Chunk;
import java.util.Arrays;

/** Measures the errors of one-step forecasts and of the persistence forecast. */
final class ForecastScorer implements OutputStatistic {
  private final ForecastErrors errors;
  private final int width;

  /**
   * @param width the number of values of a frame
   */
  ForecastScorer(int width) {
    errors = new ForecastErrors(width);
    this.width = width;
  }

  @Override
  public void add(Chunk chunk, int position, float[] output) {
    errors.add(frame(chunk.targetFrames(), position), output, frame(chunk.frames(), position));
  }

  private float[] frame(float[] frames, int position) {
    return Arrays.copyOfRange(frames, position * width, (position + 1) * width);
  }

  @Override
  public Score.Count<?> count() {
    return new Score.Count<>(ForecastErrors.class, errors);
  }
}
