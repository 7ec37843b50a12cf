package dev.unfold.worker.generation;

import dev.unfold.worker.parameters.CounterRandom;

/**
 * Draws a class from softmax(logits / temperature); temperature 0 takes the most probable one.
 *
 * @param temperature at least 0
 * @param random whose i-th number draws the i-th class
 */
public record Sampler(double temperature, CounterRandom random) {
  public Sampler {
    if (!(temperature >= 0) || Double.isInfinite(temperature)) {
      throw new IllegalArgumentException(
          "temperature: expected a finite number, at least 0, found " + temperature);
    }
  }

  /** Draws the {@code index}-th class of a sequence; entries of -∞ are never drawn. */
  public int draw(float[] logits, long index) {
    int best = 0;
    for (int v = 1; v < logits.length; v++) {
      if (logits[v] > logits[best]) {
        best = v;
      }
    }
    return temperature == 0 ? best : drawFrom(logits, logits[best], random.uniform(index));
  }

  private int drawFrom(float[] logits, float largest, double point) {
    double total = 0;
    double[] cumulative = new double[logits.length];
    for (int v = 0; v < logits.length; v++) {
      total += StrictMath.exp(((double) logits[v] - largest) / temperature);
      cumulative[v] = total;
    }
    double wanted = point * total;
    int v = 0;
    while (v < logits.length - 1 && cumulative[v] <= wanted) {
      v++;
    }
    return v;
  }
}
