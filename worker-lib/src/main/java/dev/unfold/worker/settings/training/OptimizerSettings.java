package dev.unfold.worker.settings.training;

import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;
import java.util.Set;

/**
 * The settings of the update rule; the constants that are used depend on the kind.
 *
 * @param kind the rule
 * @param learningRate the step size before any schedule or scaling
 * @param momentum the momentum of SGD
 * @param decay the decay of the running mean of squares in RMSProp
 * @param beta1 the decay of the first moment in Adam
 * @param beta2 the decay of the second moment in Adam
 * @param epsilon the constant added to the root of the second moment in RMSProp and Adam, and of
 *     the sum of squares in Adagrad
 * @param sparse whether an update changes only those rows of tables that its chunk touched, and
 *     their state, as PyTorch's SparseAdam does
 * @param weightDecay λ of decoupled weight decay: an update with learning rate η also multiplies
 *     the weights by 1 - η λ, as PyTorch's AdamW does (Loshchilov and Hutter 2019, arXiv
 *     1711.05101)
 * @param decayBiases whether biases, and the gains of normalizations, decay as well
 */
public record OptimizerSettings(
    Kind kind,
    double learningRate,
    double momentum,
    double decay,
    double beta1,
    double beta2,
    double epsilon,
    boolean sparse,
    double weightDecay,
    boolean decayBiases)
    implements Serializable {

  static final String WEIGHT_DECAY = "training.optimizer.weight-decay";
  private static final String EPSILON = "epsilon";

  /** The update rule. */
  public enum Kind {
    SGD,
    RMSPROP,
    ADAM,
    ADAGRAD;

    /** Returns the keys of the constants that this rule uses, among those that not all rules do. */
    public Set<String> constants() {
      return switch (this) {
        case SGD -> Set.of("momentum");
        case RMSPROP -> Set.of("decay", EPSILON);
        case ADAM -> Set.of("beta1", "beta2", EPSILON);
        case ADAGRAD -> Set.of(EPSILON);
      };
    }
  }

  public OptimizerSettings {
    SettingChecks checks = new SettingChecks();
    String optimizer = "training.optimizer.";
    checks.require(
        learningRate >= 0 && Double.isFinite(learningRate),
        optimizer + "learning-rate",
        "a finite number, at least 0",
        learningRate);
    requireFraction(checks, optimizer + "momentum", momentum);
    requireFraction(checks, optimizer + "decay", decay);
    requireFraction(checks, optimizer + "beta1", beta1);
    requireFraction(checks, optimizer + "beta2", beta2);
    checks.require(
        epsilon > 0 && Double.isFinite(epsilon),
        optimizer + EPSILON,
        "a finite number above 0",
        epsilon);
    requireWeightDecay(checks, weightDecay, sparse);
    checks.finish();
  }

  private static void requireWeightDecay(SettingChecks checks, double weightDecay, boolean sparse) {
    checks.require(
        weightDecay >= 0 && Double.isFinite(weightDecay),
        WEIGHT_DECAY,
        "a finite number, at least 0",
        weightDecay);
    checks.require(
        weightDecay == 0 || !sparse,
        WEIGHT_DECAY,
        "0 where training.optimizer.sparse is true, because rows that no chunk touches would not"
            + " decay",
        weightDecay,
        "training.optimizer.sparse");
  }

  private static void requireFraction(SettingChecks checks, String key, double value) {
    checks.require(value >= 0 && value < 1, key, "at least 0 and below 1", value);
  }
}
