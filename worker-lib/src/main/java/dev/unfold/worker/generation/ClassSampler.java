package dev.unfold.worker.generation;

import dev.unfold.worker.network.output.Categorical;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.parameters.RandomSubstreams;
import dev.unfold.worker.tensor.Elementwise;
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

  /** Returns a sampler whose random numbers are those of a seed. */
  public static ClassSampler ofSeed(double temperature, int topK, double topP, long seed) {
    CounterRandom random = new CounterRandom(seed).derive(RandomSubstreams.SAMPLING);
    return new ClassSampler(temperature, topK, topP, random);
  }

  /** Returns a copy with an independent stream of random numbers. */
  public ClassSampler withStream(long stream) {
    return new ClassSampler(temperature, topK, topP, random.derive(stream));
  }

  /** Draws the {@code index}-th class of a sequence; entries of -∞ are never drawn. */
  public int draw(float[] logits, long index) {
    int best = Categorical.mode(logits);
    return temperature == 0 ? best : drawFrom(weights(logits, best), random.uniform(index));
  }

  /**
   * Returns numbers in proportion to the probabilities of the classes, 1 for the most probable one.
   */
  private float[] weights(float[] logits, int best) {
    float[] weights = logits.clone();
    float inverse = (float) Math.min(1 / temperature, Float.MAX_VALUE);
    for (int v = 0; v < weights.length; v++) {
      weights[v] = (weights[v] - logits[best]) * inverse;
    }
    Elementwise.expInPlace(weights, 0, weights.length);
    for (int v = 0; v < weights.length; v++) {
      weights[v] = logits[v] == Float.NEGATIVE_INFINITY ? 0 : weights[v];
    }
    return weights;
  }

  private int drawFrom(float[] weights, double point) {
    float min = minWeight(weights);
    double total = 0;
    for (float weight : weights) {
      total += weight >= min ? weight : 0;
    }
    double threshold = point * total;
    double sum = 0;
    int last = 0;
    for (int v = 0; v < weights.length && sum <= threshold; v++) {
      if (weights[v] >= min && weights[v] > 0) {
        sum += weights[v];
        last = v;
      }
    }
    return last;
  }

  /** Returns the minimum weight to draw from; classes as probable as the last one are included. */
  private float minWeight(float[] weights) {
    int classes = topK == 0 ? weights.length : Math.min(topK, weights.length);
    if (classes == weights.length && topP == 1) {
      return 0;
    }
    float[] sorted = weights.clone();
    Arrays.sort(sorted);
    int first = sorted.length - classes;
    return topP == 1 ? sorted[first] : minOfNucleus(sorted, first);
  }

  private float minOfNucleus(float[] sorted, int first) {
    double total = 0;
    for (int i = sorted.length - 1; i >= first; i--) {
      total += sorted[i];
    }
    double sum = 0;
    int last = sorted.length;
    while (last > first && sum < topP * total) {
      last--;
      sum += sorted[last];
    }
    return sorted[last];
  }
}
