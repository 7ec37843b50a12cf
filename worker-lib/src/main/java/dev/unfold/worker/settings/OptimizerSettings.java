package dev.unfold.worker.settings;

import static dev.unfold.worker.settings.InvalidSettingException.require;

import java.io.Serializable;

/**
 * The update rule; which of the constants matter depends on the kind.
 *
 * @param kind the rule
 * @param learningRate the step length before any schedule or scaling
 * @param momentum of SGD
 * @param decay of the running mean of squares in RMSProp
 * @param beta1 decay of the first moment in Adam
 * @param beta2 decay of the second moment in Adam
 * @param epsilon added to the root of the second moment in RMSProp and Adam
 */
public record OptimizerSettings(
    Kind kind,
    double learningRate,
    double momentum,
    double decay,
    double beta1,
    double beta2,
    double epsilon)
    implements Serializable {

  /** The update rule. */
  public enum Kind {
    SGD,
    RMSPROP,
    ADAM
  }

  public OptimizerSettings {
    String optimizer = "training.optimizer.";
    require(
        learningRate >= 0 && Double.isFinite(learningRate),
        optimizer + "learning-rate",
        "a finite number, at least 0",
        learningRate);
    requireShare(optimizer + "momentum", momentum);
    requireShare(optimizer + "decay", decay);
    requireShare(optimizer + "beta1", beta1);
    requireShare(optimizer + "beta2", beta2);
    require(
        epsilon > 0 && Double.isFinite(epsilon),
        optimizer + "epsilon",
        "a finite number above 0",
        epsilon);
  }

  private static void requireShare(String key, double value) {
    require(value >= 0 && value < 1, key, "at least 0 and below 1", value);
  }
}
