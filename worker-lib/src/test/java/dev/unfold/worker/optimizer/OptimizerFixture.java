package dev.unfold.worker.optimizer;

import dev.unfold.worker.settings.training.OptimizerSettings;
import dev.unfold.worker.settings.training.OptimizerSettings.Kind;

/** Settings of optimizers with the usual constants. */
public record OptimizerFixture(
    Kind kind,
    double rate,
    double momentum,
    boolean sparse,
    double weightDecay,
    boolean decayBiases) {
  /** Returns an optimizer without momentum or decay of weights. */
  public static OptimizerFixture of(Kind kind, double rate) {
    return new OptimizerFixture(kind, rate, 0, false, 0, false);
  }

  public OptimizerFixture withMomentum(double other) {
    return new OptimizerFixture(kind, rate, other, sparse, weightDecay, decayBiases);
  }

  public OptimizerFixture withSparse(boolean other) {
    return new OptimizerFixture(kind, rate, momentum, other, weightDecay, decayBiases);
  }

  /**
   * @param biases whether biases decay as well
   */
  public OptimizerFixture withDecay(double weights, boolean biases) {
    return new OptimizerFixture(kind, rate, momentum, sparse, weights, biases);
  }

  public OptimizerSettings settings() {
    return new OptimizerSettings(
        kind, rate, momentum, 0.99, 0.9, 0.999, 1e-8, sparse, weightDecay, decayBiases);
  }
}
