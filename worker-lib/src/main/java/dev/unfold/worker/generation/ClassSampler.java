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
 * @param random the random numbers, of which the i-th draws the i-th class
 */
public record ClassSampler(double temperature, int topK, CounterRandom random)
    implements Serializable {
  public ClassSampler {
    if (!(temperature >= 0) || Double.isInfinite(temperature)) {
      throw new IllegalArgumentException(
          "temperature: expected a finite number, at least 0, found " + temperature);
    }
    if (topK < 0) {
      throw new IllegalArgumentException("topK: expected at least 0, found " + topK);
    }
  }

  /** Returns a sampler that always chooses the most probable class. */
  public static ClassSampler greedy() {
    return new ClassSampler(0, 0, new CounterRandom(0));
  }

  /** Returns a copy with an independent stream of random numbers. */
  public ClassSampler withStream(long stream) {
    return new ClassSampler(temperature, topK, random.derive(stream));
  }

  /** Draws the {@code index}-th class of a sequence; entries of -∞ are never drawn. */
  public int draw(float[] logits, long index) {
    int best = Categorical.mode(logits);
    return temperature == 0 ? best : drawFrom(logits, logits[best], random.uniform(index));
  }

  private int drawFrom(float[] logits, float largest, double point) {
    float min = minTopLogit(logits);
    double total = 0;
    double[] cumulative = new double[logits.length];
    for (int v = 0; v < logits.length; v++) {
      if (logits[v] >= min) {
        total += StrictMath.exp(((double) logits[v] - largest) / temperature);
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

  /** Returns the minimum logit to draw from; classes as probable as the k-th one are included. */
  private float minTopLogit(float[] logits) {
    if (topK == 0 || topK >= logits.length) {
      return Float.NEGATIVE_INFINITY;
    }
    float[] sorted = logits.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length - topK];
  }
}
