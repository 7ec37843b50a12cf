package dev.unfold.worker.evaluation;

import dev.unfold.worker.evaluation.metric.Statistic;
import dev.unfold.worker.settings.Metric;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A loss summed over targets.
 *
 * @param nats the sum
 * @param targets their number
 */
public record Loss(double nats, long targets) implements Statistic<Loss> {
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
  public Loss plus(Loss other) {
    return new Loss(nats + other.nats, targets + other.targets);
  }

  /** The loss by name, in the units that people use. */
  @Override
  public Map<String, Object> describe() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(Metric.LOSS.key(), mean());
    values.put(Metric.PERPLEXITY.key(), perplexity());
    values.put(Metric.BITS_PER_TOKEN.key(), bits());
    values.put("targets", targets);
    return values;
  }
}
