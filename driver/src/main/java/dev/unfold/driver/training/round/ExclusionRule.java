package dev.unfold.driver.training.round;

import dev.unfold.driver.training.round.RoundResult.ShardOutcome;
import dev.unfold.worker.bptt.NonFiniteValue;
import dev.unfold.worker.bptt.ShardResult.ShardMetrics;
import dev.unfold.worker.network.output.LossUnit;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The rule that excludes shards from a round's average: those with a non-finite value, and those
 * whose mean loss is too far above that of the median shard.
 *
 * <p>Losses in nats are compared directly: a shard is excluded if its loss exceeds that of the
 * median shard by more than {@code beyond} nats. A squared error has the squared unit of the
 * targets. A shard is excluded if its error exceeds that of the median shard by more than {@code
 * beyond} times the variance of its own targets and by more than {@code beyond} times the error of
 * the median shard. Both bounds scale with the error, so the choice of the unit excludes no shard.
 * The variance is the error of a network that predicts the mean. While all shards are worse than
 * that, as at the beginning of a run, they differ by more than the variance without having
 * diverged; hence the second condition.
 *
 * <p>The rule is a pure function of the counts of all shards, so that every task that averages a
 * part of the model excludes the same shards.
 *
 * <p>Kaldi's nnet3 drops the models that are more than 1 nat per frame worse than the best ({@code
 * get_successful_models}). Its jobs read shuffled frames; a shard here reads its own section of the
 * text, which may be far easier than the others; a comparison with the best would then exclude all
 * others. Hence the median. Of an even number of shards, it is the lower of the two in the middle,
 * so that a bad shard can be detected among two, and at most half of the shards are excluded by
 * this comparison. See docs/averaging.md for the spread of healthy shards.
 *
 * @param beyond the maximum distance above the median; 0 excludes only shards with values that are
 *     not finite
 * @param unit the unit of the losses
 */
public record ExclusionRule(double beyond, LossUnit unit) implements Serializable {
  /** Shards with fewer targets are not compared: their mean loss is too noisy. */
  private static final int MIN_TARGETS = 100;

  /**
   * Returns the weight of each shard in the average: the number of targets it trained, or 0 if it
   * is excluded.
   *
   * @param shards the counts in the order of the shards
   */
  long[] weights(List<ShardMetrics> shards) {
    double median = medianLoss(shards);
    return shards.stream()
        .mapToLong(shard -> reason(shard, median).isEmpty() ? shard.targets() : 0)
        .toArray();
  }

  /** Returns the shards; excluded ones have the reason of their exclusion and a carry of zeros. */
  List<ShardOutcome> apply(List<ShardOutcome> shards) {
    double median = medianLoss(shards.stream().map(ShardOutcome::metrics).toList());
    return shards.stream()
        .map(shard -> reason(shard.metrics(), median).map(why -> shard.exclude(why)).orElse(shard))
        .toList();
  }

  private Optional<String> reason(ShardMetrics shard, double median) {
    if (shard.targets() == 0) {
      return Optional.empty();
    }
    if (shard.nonFinite() != NonFiniteValue.NONE) {
      return Optional.of(nonFinite(shard));
    }
    boolean tooFar =
        beyond > 0
            && isComparable(shard)
            && shard.meanLoss() - median > beyond * yardstick(shard, median);
    return tooFar ? Optional.of(comparison(shard, median)) : Optional.empty();
  }

  /** Returns the difference of losses that corresponds to 1 in {@code beyond}. */
  private double yardstick(ShardMetrics shard, double median) {
    return unit == LossUnit.NATS ? 1 : Math.max(shard.targetVariance(), median);
  }

  private String comparison(ShardMetrics shard, double median) {
    String losses =
        "its mean loss is " + loss(shard.meanLoss()) + ", that of the median shard " + loss(median);
    return unit == LossUnit.NATS
        ? losses
        : losses + ", the variance of its targets " + loss(shard.targetVariance());
  }

  private String nonFinite(ShardMetrics shard) {
    String what = shard.nonFinite() + " is not finite";
    return switch (shard.nonFinite()) {
      case LOSS -> what + ", found " + shard.loss();
      case GRADIENT -> what + ", found a norm of " + shard.gradientNorms();
      default -> what + " after a mean loss of " + loss(shard.meanLoss());
    };
  }

  private String loss(double mean) {
    return unit == LossUnit.NATS
        ? String.format(Locale.ROOT, "%.4f nats", mean)
        : String.format(Locale.ROOT, "%.4g", mean);
  }

  /** Returns the loss per target of the median shard; infinite if no shard can be compared. */
  private static double medianLoss(List<ShardMetrics> shards) {
    double[] losses =
        shards.stream()
            .filter(ExclusionRule::isComparable)
            .mapToDouble(ShardMetrics::meanLoss)
            .sorted()
            .toArray();
    return losses.length == 0 ? Double.POSITIVE_INFINITY : losses[(losses.length - 1) / 2];
  }

  private static boolean isComparable(ShardMetrics shard) {
    return shard.nonFinite() == NonFiniteValue.NONE && shard.targets() >= MIN_TARGETS;
  }
}
