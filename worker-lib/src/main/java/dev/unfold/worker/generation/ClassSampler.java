package dev.unfold.worker.generation;

import dev.unfold.worker.network.output.Categorical;
import dev.unfold.worker.parameters.CounterRandom;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Draws a class from softmax(logits / temperature); temperature 0 chooses the most probable class.
 *
 * @param temperature the temperature, at least 0
 * @param topK the number of most probable classes to draw from (Fan et al. 2018, arXiv 1805.04833);
 *     0 means all classes
 * @param topP the probability p of the nucleus, above 0 and at most 1: classes are drawn from the
 *     fewest most probable ones whose probabilities, at this temperature and among the topK, sum to
 *     p or more (Holtzman et al. 2020, arXiv 1904.09751); 1 means all classes
 * @param random the random numbers, of which the i-th draws the i-th class
 */
public record ClassSampler(double temperature, int topK, double topP, CounterRandom random)
    implements Serializable {
  public ClassSampler {
    if (!(temperature >= 0) || Double.isInfinite(temperature)) {
      throw new IllegalArgumentException(
          "temperature: expected a finite number, at least 0, found " + temperature);
    }
    if (topK < 0) {
      throw new IllegalArgumentException("topK: expected at least 0, found " + topK);
    }
    if (!(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException("topP: expected above 0 and at most 1, found " + topP);
    }
  }

  /** Returns a sampler that always chooses the most probable class. */
  public static ClassSampler greedy() {
    return new ClassSampler(0, 0, 1, new CounterRandom(0));
  }

  /** Returns a copy with an independent stream of random numbers. */
  public ClassSampler withStream(long stream) {
    return new ClassSampler(temperature, topK, topP, random.derive(stream));
  }

  /** Draws the {@code index}-th class of a sequence; entries of -∞ are never drawn. */
  public int draw(float[] logits, long index) {
    int best = Categorical.mode(logits);
    return temperature == 0 ? best : drawFrom(logits, logits[best], random.uniform(index));
  }

  private int drawFrom(float[] logits, float largest, double point) {
    float min = minLogit(logits, largest);
    double total = 0;
    double[] cumulative = new double[logits.length];
    for (int v = 0; v < logits.length; v++) {
      if (logits[v] >= min) {
        total += weight(logits[v], largest);
      }
      cumulative[v] = total;
    }
    double threshold = point * total;
    int v = 0;
    while (v < logits.length - 1 && cumulative[v] <= threshold) {
      v++;
    }
    return v;
  }

  /** Returns a number in proportion to the probability of a class. */
  private double weight(float logit, float largest) {
    return StrictMath.exp(((double) logit - largest) / temperature);
  }

  /** Returns the minimum logit to draw from; classes as probable as the last one are included. */
  private float minLogit(float[] logits, float largest) {
    int classes = topK == 0 ? logits.length : Math.min(topK, logits.length);
    if (classes == logits.length && topP == 1) {
      return Float.NEGATIVE_INFINITY;
    }
    float[] sorted = logits.clone();
    Arrays.sort(sorted);
    int first = sorted.length - classes;
    return topP == 1 ? sorted[first] : minOfNucleus(sorted, first, largest);
  }

  private float minOfNucleus(float[] sorted, int first, float largest) {
    double total = 0;
    for (int i = sorted.length - 1; i >= first; i--) {
      total += weight(sorted[i], largest);
    }
    double sum = 0;
    int last = sorted.length;
    while (last > first && sum < topP * total) {
      last--;
      sum += weight(sorted[last], largest);
    }
    return sorted[last];
  }
}
