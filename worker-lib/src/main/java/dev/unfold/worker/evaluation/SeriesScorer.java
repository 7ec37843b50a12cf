package dev.unfold.worker.evaluation;

import dev.unfold.worker.evaluation.metric.SquaredErrors;
import dev.unfold.worker.sequence.Chunk;

/** Measures the errors of real-valued outputs. */
final class SeriesScorer implements OutputStatistic {
  private final SquaredErrors errors;
  private final float[] target;

  /**
   * @param width the number of values of a frame
   */
  SeriesScorer(int width) {
    errors = new SquaredErrors(width);
    target = new float[width];
  }

  @Override
  public void add(Chunk chunk, int position, float[] output) {
    System.arraycopy(chunk.targetFrames(), position * target.length, target, 0, target.length);
    errors.add(target, output);
  }

  @Override
  public Score.Count<?> count() {
    return new Score.Count<>(SquaredErrors.class, errors);
  }
}
