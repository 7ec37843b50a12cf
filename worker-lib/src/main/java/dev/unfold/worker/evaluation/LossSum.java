package dev.unfold.worker.evaluation;

import dev.unfold.worker.evaluation.metric.Statistic;
import dev.unfold.worker.settings.Metric;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A loss summed over targets.
 *
 * @param kind the kind of the targets
 * @param nats the sum of the losses
 * @param targets the number of targets
 */
public record LossSum(Kind kind, double nats, long targets) implements Statistic<LossSum> {
  /** The kind of the targets, which decides the units of the loss. */
  public enum Kind {
    /** Tokens of a text: their loss has a perplexity. */
    TOKENS,
    /** Labels, sets or numbers, whose loss has no perplexity. */
    OTHER
  }

  /** Returns a loss over no targets. */
  public static LossSum zero(Kind kind) {
    return new LossSum(kind, 0, 0);
  }

  /** Returns the loss in nats per target. */
  public double mean() {
    return nats / targets;
  }

  /** Returns exp of the mean loss: the remaining branching factor. */
  public double perplexity() {
    return StrictMath.exp(mean());
  }

  /** Returns the loss in bits per target. */
  public double bits() {
    return mean() / StrictMath.log(2);
  }

  @Override
  public LossSum plus(LossSum other) {
    return new LossSum(kind, nats + other.nats, targets + other.targets);
  }

  /** Returns the loss in the units of its kind, by name. */
  @Override
  public Map<String, Object> describe() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(Metric.LOSS.key(), mean());
    if (kind == Kind.TOKENS) {
      values.put(Metric.PERPLEXITY.key(), perplexity());
      values.put(Metric.BITS_PER_TOKEN.key(), bits());
    }
    values.put("targets", targets);
    return values;
  }
}
