package dev.unfold.worker.evaluation;

import dev.unfold.worker.evaluation.metric.RegressionErrors;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.example.FrameScale;

/** Measures the errors of real-valued outputs, in the unit of the targets. */
final class SeriesScorer implements OutputScorer {
  private final RegressionErrors errors;
  private final FrameScale scale;
  private final double[] target;
  private final double[] predicted;

  /**
   * @param scale the scale of targets and outputs
   */
  SeriesScorer(FrameScale scale) {
    errors = new RegressionErrors(scale.width());
    this.scale = scale;
    target = new double[scale.width()];
    predicted = new double[scale.width()];
  }

  @Override
  public void add(Chunk chunk, int position, float[] output) {
    for (int i = 0; i < target.length; i++) {
      target[i] = scale.restored(i, chunk.targetFrames()[position * target.length + i]);
      predicted[i] = scale.restored(i, output[i]);
    }
    errors.add(target, predicted);
  }

  @Override
  public Score.Count<?> count() {
    return new Score.Count<>(RegressionErrors.class, errors);
  }
}
