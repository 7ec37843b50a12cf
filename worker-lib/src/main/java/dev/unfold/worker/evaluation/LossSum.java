package dev.unfold.worker.evaluation;

import dev.unfold.worker.evaluation.metric.Statistic;
import dev.unfold.worker.settings.Metric;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A loss summed over targets.
 *
 * @param kind of the targets
 * @param nats the sum
 * @param targets their number
 */
public record LossSum(Kind kind, double nats, long targets) implements Statistic<LossSum> {
  /** The kind of the targets, which decides the units of the loss. */
  public enum Kind {
    /** Tokens of a text: the loss has a perplexity. */
    TOKENS,
    /** Labels, sets or numbers: the loss is only the loss. */
    OTHER
  }

  /** Returns a loss over no targets. */
  public static LossSum zero(Kind kind) {
    return new LossSum(kind, 0, 0);
  }

  /** Nats per target. */
  public double mean() {
    return nats / targets;
  }

  /** exp of the mean loss: the branching factor that is left. */
  public double perplexity() {
    return StrictMath.exp(mean());
  }

  /** Bits per target. */
  public double bits() {
    return mean() / StrictMath.log(2);
  }

  @Override
  public LossSum plus(LossSum other) {
    return new LossSum(kind, nats + other.nats, targets + other.targets);
  }

  /** Returns the loss by name, in the units that its kind has. */
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
