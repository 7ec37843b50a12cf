package dev.unfold.worker.evaluation;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A loss summed over targets.
 *
 * @param nats the sum
 * @param targets their number
 */
public record Loss(double nats, long targets) implements Serializable {
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

  public Loss plus(Loss other) {
    return new Loss(nats + other.nats, targets + other.targets);
  }

  /** The loss by name, in the units that people use. */
  public Map<String, Object> describe() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("loss", mean());
    values.put("perplexity", perplexity());
    values.put("bitsPerToken", bits());
    values.put("targets", targets);
    return values;
  }
}
