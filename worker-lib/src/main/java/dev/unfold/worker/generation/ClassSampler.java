package dev.unfold.worker.generation;

import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.tensor.Elementwise;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Draws a class from softmax(logits / temperature); temperature 0 takes the most probable one.
 *
 * @param temperature at least 0
 * @param topK the most probable classes, which alone are drawn from (Fan et al. 2018, arXiv
 *     1805.04833); 0 means all
 * @param random whose i-th number draws the i-th class
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

  /** One that always takes the most probable class. */
  public static ClassSampler greedy() {
    return new ClassSampler(0, 0, new CounterRandom(0));
  }

  /** Returns a copy with an independent stream of random numbers. */
  public ClassSampler ofStream(long stream) {
    return new ClassSampler(temperature, topK, random.derive(stream));
  }

  /** Draws the {@code index}-th class of a sequence; entries of -∞ are never drawn. */
  public int draw(float[] logits, long index) {
    int best = Elementwise.indexOfLargest(logits);
    return temperature == 0 ? best : drawFrom(logits, logits[best], random.uniform(index));
  }

  private int drawFrom(float[] logits, float largest, double point) {
    float least = leastOfTop(logits);
    double total = 0;
    double[] cumulative = new double[logits.length];
    for (int v = 0; v < logits.length; v++) {
      if (logits[v] >= least) {
        total += StrictMath.exp(((double) logits[v] - largest) / temperature);
      }
      cumulative[v] = total;
    }
    double wanted = point * total;
    int v = 0;
    while (v < logits.length - 1 && cumulative[v] <= wanted) {
      v++;
    }
    return v;
  }

  /** Returns the least logit that is drawn from; classes as probable as the k-th are too. */
  private float leastOfTop(float[] logits) {
    if (topK == 0 || topK >= logits.length) {
      return Float.NEGATIVE_INFINITY;
    }
    float[] sorted = logits.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length - topK];
  }
}
