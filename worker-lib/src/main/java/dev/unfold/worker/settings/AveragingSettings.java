package dev.unfold.worker.settings;

import java.io.Serializable;

/**
 * The settings of model averaging.
 *
 * @param interval chunks that each shard trains between two averages: a round
 * @param optimizerState what becomes of the optimizer moments after a round
 * @param scaleLearningRate whether the learning rate grows with the number of shards
 * @param excludeBeyond how far above the median shard a shard is left out of a round's average, in
 *     nats per target or, of squared errors, in variances of the targets; 0 leaves out only what is
 *     not finite
 * @param outer the step taken along the averaged change
 */
public record AveragingSettings(
    int interval,
    OptimizerState optimizerState,
    LearningRateScale scaleLearningRate,
    double excludeBeyond,
    OuterSettings outer)
    implements Serializable {

  /** How the optimizer moments are treated after a round. */
  public enum OptimizerState {
    /** Averaged with the weights of the parameters. */
    AVERAGE,
    /** Zero at the start of each round. */
    RESET
  }

  /** The scaling of the learning rate with the number of shards. */
  public enum LearningRateScale {
    NONE,
    /**
     * Multiplied by the root of the number of shards: what suits Adam, whose step does not shrink
     * with the noise of a smaller batch (docs/results.md has the measurement).
     */
    SQRT,
    /**
     * Multiplied by the number of shards: averaging W models divides the effect of one update by
     * about W, as the linear scaling rule for large batches (Goyal et al. 2017, arXiv 1706.02677).
     */
    LINEAR
  }

  public AveragingSettings {
    SettingChecks checks = new SettingChecks();
    checks.require(interval >= 1, "averaging.interval", "at least 1", interval);
    checks.require(excludeBeyond >= 0, "averaging.exclude-beyond", "at least 0", excludeBeyond);
    checks.finish();
  }
}
