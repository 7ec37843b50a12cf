package dev.unfold.dl4j.network;

import dev.unfold.worker.network.output.LossUnit;
import dev.unfold.worker.network.output.OutputDistribution;

/** The DL4J loss functions that Unfold supports, each for one output and its target. */
enum Dl4jOutputLoss {
  /** LossMCXENT over a softmax: - log p of the class, which needs no other target. */
  CROSS_ENTROPY(OutputDistribution.CATEGORICAL, LossUnit.NATS) {
    @Override
    double of(float[] output, float[] target) {
      throw new IllegalStateException("the target of a cross-entropy is a class");
    }
  },
  /** LossBinaryXENT over sigmoids: - Σ y log p + (1 - y) log (1 - p). */
  BINARY_CROSS_ENTROPY(OutputDistribution.BERNOULLI, LossUnit.NATS) {
    @Override
    double of(float[] output, float[] target) {
      double sum = 0;
      for (int i = 0; i < output.length; i++) {
        double p = Math.min(Math.max(output[i], CLIP), 1 - CLIP);
        sum -= target[i] * Math.log(p) + (1 - target[i]) * Math.log1p(-p);
      }
      return sum;
    }
  },
  /** LossL2: Σ (y - ŷ)². */
  SQUARED_ERROR(OutputDistribution.REAL, LossUnit.SQUARED_ERROR) {
    @Override
    double of(float[] output, float[] target) {
      double sum = 0;
      for (int i = 0; i < output.length; i++) {
        double error = output[i] - target[i];
        sum += error * error;
      }
      return sum;
    }
  },
  /** LossMSE: the mean of the squared errors over the numbers of a frame. */
  MEAN_SQUARED_ERROR(OutputDistribution.REAL, LossUnit.MEAN_SQUARED_ERROR) {
    @Override
    double of(float[] output, float[] target) {
      return SQUARED_ERROR.of(output, target) / output.length;
    }
  };

  /** The margin by which DL4J clips probabilities away from 0 and 1. */
  private static final double CLIP = 1e-5;

  private final OutputDistribution distribution;
  private final LossUnit unit;

  Dl4jOutputLoss(OutputDistribution distribution, LossUnit unit) {
    this.distribution = distribution;
    this.unit = unit;
  }

  /** Returns what an output says about its target. */
  OutputDistribution distribution() {
    return distribution;
  }

  /** Returns the unit of the loss. */
  LossUnit unit() {
    return unit;
  }

  /** Returns the loss of the output of a step. */
  abstract double of(float[] output, float[] target);
}
