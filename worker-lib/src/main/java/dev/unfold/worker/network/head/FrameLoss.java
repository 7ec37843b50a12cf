package dev.unfold.worker.network.head;

import dev.unfold.worker.network.output.LossUnit;
import dev.unfold.worker.network.output.OutputDistribution;

/** The loss between the values that a head outputs for a frame and the target values. */
enum FrameLoss {
  /**
   * The loss -log p(y) of an independent binary target y with logit z, where p(1) = σ(z)
   * (Boulanger-Lewandowski et al. 2012, arXiv 1206.6392).
   */
  BERNOULLI(OutputDistribution.BERNOULLI, LossUnit.NATS) {
    @Override
    double of(float output, float target) {
      return Math.max(output, 0.0)
          - (double) output * target
          + StrictMath.log1p(StrictMath.exp(-Math.abs((double) output)));
    }

    @Override
    double gradient(float output, float target) {
      return 1 / (1 + StrictMath.exp(-(double) output)) - target;
    }
  },

  /** The squared error (y - target)². */
  SQUARED_ERROR(OutputDistribution.REAL, LossUnit.SQUARED_ERROR) {
    @Override
    double of(float output, float target) {
      double difference = (double) output - target;
      return difference * difference;
    }

    @Override
    double gradient(float output, float target) {
      return 2 * ((double) output - target);
    }
  };

  private final OutputDistribution distribution;
  private final LossUnit unit;

  FrameLoss(OutputDistribution distribution, LossUnit unit) {
    this.distribution = distribution;
    this.unit = unit;
  }

  /** Returns what an output says about its target. */
  OutputDistribution distribution() {
    return distribution;
  }

  /** Returns the unit of the loss of a frame. */
  LossUnit unit() {
    return unit;
  }

  /** Returns the loss of one number. */
  abstract double of(float output, float target);

  /** Returns the derivative of the loss with respect to the output. */
  abstract double gradient(float output, float target);
}
