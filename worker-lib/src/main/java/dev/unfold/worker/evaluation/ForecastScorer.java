package dev.unfold.worker.evaluation;

import dev.unfold.worker.evaluation.metric.ForecastErrors;
import dev.unfold.worker.sequence.Chunk;
import java.util.Arrays;
import java.util.List;

/** Measures the errors of one-step forecasts and of the persistence forecast. */
final class ForecastScorer implements OutputStatistic {
  private final ForecastErrors errors;
  private final int width;
  private final int first;

  /**
   * @param width the number of values of a frame
   * @param first the index of the first of them among the values of an input frame
   * @param scales the mean change of each value per step in the training rows; empty if it is
   *     unknown
   */
  ForecastScorer(int width, int first, List<Double> scales) {
    errors = new ForecastErrors(width, scales);
    this.width = width;
    this.first = first;
  }

  @Override
  public void add(Chunk chunk, int position, float[] output) {
    int ofTarget = position * width;
    int ofInput = position * (chunk.frames().length / chunk.present().length) + first;
    errors.add(
        Arrays.copyOfRange(chunk.targetFrames(), ofTarget, ofTarget + width),
        output,
        Arrays.copyOfRange(chunk.frames(), ofInput, ofInput + width));
  }

  @Override
  public Score.Count<?> count() {
    return new Score.Count<>(ForecastErrors.class, errors);
  }
}
