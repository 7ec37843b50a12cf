package dev.unfold.driver.training;

import dev.unfold.driver.training.RoundResult.ShardEnd;
import dev.unfold.worker.bptt.NonFiniteValue;
import dev.unfold.worker.bptt.ShardResult.Figures;
import dev.unfold.worker.network.LossUnit;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The rule that excludes shards from a round's average: those with a non-finite value, and those
 * whose mean loss is too far above that of the median shard.
 *
 * <p>Losses in nats are compared as they are: too far is more than {@code beyond} nats. A squared
 * error has the unit of the targets, squared; it is too far if it is more than {@code beyond} times
 * the variance of the shard's own targets, and more than {@code beyond} times the error of the
 * median shard, above that. Both scale as the error does, so that the unit of the targets excludes
 * nobody. The variance is the error of a network that knows only the mean: while all are worse than
 * that, as at the beginning of a run, shards differ by more than the variance without being
 * diverged; hence the second condition.
 *
 * <p>A pure function of what all shards counted, so that all who average a part of the model come
 * to the same answer.
 *
 * <p>Kaldi's nnet3 drops the models that are more than 1 nat per frame worse than the best ({@code
 * get_successful_models}). Its jobs read shuffled frames; a shard here reads a stretch of text of
 * its own, which may be far easier than the others and would then have them all left out. Hence the
 * median: of an even number the lower one of the two in the middle, so that a bad shard is told
 * from a good one where there are two, and at most half of the shards are left out by this. See
 * docs/averaging.md for the spread of healthy shards.
 *
 * @param beyond how far above the median is too far; 0 leaves out only what is not finite
 * @param unit of the losses
 */
record ExclusionRule(double beyond, LossUnit unit) implements Serializable {
  /** Shards with fewer targets are not compared: the mean of so few says too little. */
  private static final int FEWEST_TARGETS = 100;

  /**
   * Returns the weight of each shard in the average: the number of targets it trained, or 0 if it
   * is excluded.
   *
   * @param shards in their order
   */
  long[] weights(List<Figures> shards) {
    double median = medianLoss(shards);
    return shards.stream()
        .mapToLong(shard -> reason(shard, median).isEmpty() ? shard.targets() : 0)
        .toArray();
  }

  /** The shards with the reason why they are left out, where they are, and then a carry of zero. */
  List<ShardEnd> apply(List<ShardEnd> shards) {
    double median = medianLoss(shards.stream().map(ShardEnd::figures).toList());
    return shards.stream()
        .map(shard -> reason(shard.figures(), median).map(why -> shard.exclude(why)).orElse(shard))
        .toList();
  }

  private Optional<String> reason(Figures shard, double median) {
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

  /** Returns the difference of losses that counts as 1 in {@code beyond}. */
  private double yardstick(Figures shard, double median) {
    return unit == LossUnit.NATS ? 1 : Math.max(shard.targetVariance(), median);
  }

  private String comparison(Figures shard, double median) {
    String losses =
        "its mean loss is " + loss(shard.meanLoss()) + ", that of the median shard " + loss(median);
    return unit == LossUnit.NATS
        ? losses
        : losses + ", the variance of its targets " + loss(shard.targetVariance());
  }

  private String nonFinite(Figures shard) {
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

  /** The loss per target of the median shard; infinite if no shard can be compared. */
  private static double medianLoss(List<Figures> shards) {
    double[] losses =
        shards.stream()
            .filter(ExclusionRule::isComparable)
            .mapToDouble(Figures::meanLoss)
            .sorted()
            .toArray();
    return losses.length == 0 ? Double.POSITIVE_INFINITY : losses[(losses.length - 1) / 2];
  }

  private static boolean isComparable(Figures shard) {
    return shard.nonFinite() == NonFiniteValue.NONE && shard.targets() >= FEWEST_TARGETS;
  }
}
