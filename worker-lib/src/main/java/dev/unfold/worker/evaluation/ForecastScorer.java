package dev.unfold.worker.evaluation;

import dev.unfold.worker.evaluation.metric.ForecastErrors;
import dev.unfold.worker.sequence.Chunk;
import java.util.Arrays;
import java.util.List;

/** Measures the errors of one-step forecasts and of the persistence forecast. */
final class ForecastScorer implements OutputStatistic {
  private final ForecastErrors errors;
  private final int width;

  /**
   * @param width the number of values of a frame
   * @param scales the mean change of each value per step in the training rows; empty if it is
   *     unknown
   */
  ForecastScorer(int width, List<Double> scales) {
    errors = new ForecastErrors(width, scales);
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
