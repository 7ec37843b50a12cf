package dev.unfold.worker.settings.training;

import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;

/**
 * The settings of model averaging.
 *
 * @param interval the number of chunks that each shard trains between two averages: a round
 * @param optimizerState how the optimizer moments are treated after a round
 * @param scaleLearningRate whether the learning rate grows with the number of shards
 * @param excludeBeyond the distance above the loss of the median shard beyond which a shard is
 *     excluded from a round's average, in nats per target or, for squared errors, in variances of
 *     the targets; with 0, only non-finite shards are excluded
 * @param outer the outer step along the averaged change
 * @param weights the average of the parameters over rounds
 */
public record AveragingSettings(
    int interval,
    OptimizerState optimizerState,
    LearningRateScale scaleLearningRate,
    double excludeBeyond,
    OuterSettings outer,
    WeightAveragingSettings weights)
    implements Serializable {

  /** How the optimizer moments are treated after a round. */
  public enum OptimizerState {
    /** The moments are averaged with the same weights as the parameters. */
    AVERAGE,
    /** The moments are zero at the start of each round. */
    RESET
  }

  /** The scaling of the learning rate with the number of shards. */
  public enum LearningRateScale {
    NONE,
    /**
     * The learning rate is multiplied by the square root of the number of shards. This suits Adam,
     * whose step does not shrink with the noise of a smaller batch (measured in docs/results.md).
     */
    SQRT,
    /**
     * The learning rate is multiplied by the number of shards, because averaging W models divides
     * the effect of one update by about W, as in the linear scaling rule for large batches (Goyal
     * et al. 2017, arXiv 1706.02677).
     */
    LINEAR;

    /**
     * Returns the factor of the learning rate.
     *
     * @param shards W
     */
    public double factor(int shards) {
      return switch (this) {
        case NONE -> 1;
        case SQRT -> Math.sqrt(shards);
        case LINEAR -> shards;
      };
    }
  }

  public AveragingSettings {
    SettingChecks checks = new SettingChecks();
    checks.require(interval >= 1, "averaging.interval", "at least 1", interval);
    checks.require(excludeBeyond >= 0, "averaging.exclude-beyond", "at least 0", excludeBeyond);
    checks.finish();
  }
}
