package dev.unfold.worker.bptt;

import dev.unfold.worker.network.output.LossUnit;
import dev.unfold.worker.sequence.Chunk;

/**
 * The weighted variance of real-valued targets: the loss of a network that always predicts their
 * mean. It scales with the unit of the targets as their loss does, so that the two can be compared.
 */
final class TargetVariance {
  private final LossUnit unit;
  private double weights;

  /**
   * The first target, which is subtracted from all targets, so that a large mean does not cost
   * precision.
   */
  private float[] first = new float[0];

  private double[] sums = new double[0];
  private double[] squares = new double[0];

  TargetVariance(LossUnit unit) {
    this.unit = unit;
  }

  /** Adds the targets of a chunk. */
  void add(Chunk chunk) {
    if (unit == LossUnit.NATS) {
      return;
    }
    int width = chunk.targetFrames().length / chunk.targets().length;
    for (int position = 0; position < chunk.steps() * chunk.batch(); position++) {
      double weight = chunk.weight(position);
      if (weight > 0) {
        add(chunk.targetFrames(), position * width, width, weight);
      }
    }
  }

  private void add(float[] frames, int from, int width, double weight) {
    if (weights == 0) {
      first = new float[width];
      sums = new double[width];
      squares = new double[width];
      System.arraycopy(frames, from, first, 0, width);
    }
    for (int i = 0; i < width; i++) {
      double distance = (double) frames[from + i] - first[i];
      sums[i] += weight * distance;
      squares[i] += weight * distance * distance;
    }
    weights += weight;
  }

  /**
   * Returns the variance in the unit of the loss; 0 if the loss is in nats or there are no targets.
   */
  double value() {
    double sum = 0;
    for (int i = 0; i < sums.length; i++) {
      double mean = sums[i] / weights;
      sum += Math.max(0, squares[i] / weights - mean * mean);
    }
    return unit == LossUnit.MEAN_SQUARED_ERROR && sums.length > 0 ? sum / sums.length : sum;
  }
}
