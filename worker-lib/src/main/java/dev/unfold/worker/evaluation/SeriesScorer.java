package dev.unfold.worker.evaluation;

import dev.unfold.worker.evaluation.metric.SquaredErrors;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.example.FrameScale;

/** Measures the errors of real-valued outputs, in the unit of the targets. */
final class SeriesScorer implements OutputStatistic {
  private final SquaredErrors errors;
  private final FrameScale scale;
  private final float[] target;
  private final float[] predicted;

  /**
   * @param scale the scale of targets and outputs
   */
  SeriesScorer(FrameScale scale) {
    errors = new SquaredErrors(scale.width());
    this.scale = scale;
    target = new float[scale.width()];
    predicted = new float[scale.width()];
  }

  @Override
  public void add(Chunk chunk, int position, float[] output) {
    System.arraycopy(chunk.targetFrames(), position * target.length, target, 0, target.length);
    System.arraycopy(output, 0, predicted, 0, target.length);
    scale.restoreInPlace(target);
    scale.restoreInPlace(predicted);
    errors.add(target, predicted);
  }

  @Override
  public Score.Count<?> count() {
    return new Score.Count<>(SquaredErrors.class, errors);
  }
}
