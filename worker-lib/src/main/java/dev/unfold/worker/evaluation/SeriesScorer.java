package dev.unfold.worker.evaluation;

import dev.unfold.worker.evaluation.metric.SquaredErrors;
import dev.unfold.worker.sequence.Chunk;

/** Measures the errors of real-valued outputs. */
final class SeriesScorer implements OutputStatistic {
  private final SquaredErrors errors;
  private final double[] target;
  private final double[] predicted;

  /**
   * @param width the number of values of a frame
   */
  SeriesScorer(int width) {
    errors = new SquaredErrors(width);
    target = new double[width];
    predicted = new double[width];
  }

  @Override
  public void add(Chunk chunk, int position, float[] output) {
    for (int i = 0; i < target.length; i++) {
      target[i] = chunk.targetFrames()[position * target.length + i];
      predicted[i] = output[i];
    }
    errors.add(target, predicted);
  }

  @Override
  public Score.Count<?> count() {
    return new Score.Count<>(SquaredErrors.class, errors);
  }
}
