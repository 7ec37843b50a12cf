package dev.unfold.worker.network.output;

import dev.unfold.worker.tensor.Elementwise;
import java.util.stream.IntStream;

/**
 * The independent distributions of binary labels that the output of a head for sets defines: {@code
 * p(i) = σ(logit(i))}.
 */
public final class Bernoulli {
  private Bernoulli() {}

  /** Returns the probabilities of all labels, [N]. */
  public static float[] probabilities(float[] logits) {
    float[] probabilities = logits.clone();
    Elementwise.sigmoidInPlace(probabilities, probabilities.length);
    return probabilities;
  }

  /** Returns the labels whose probability is at least the threshold, in ascending order. */
  public static int[] atLeast(double threshold, float[] probabilities) {
    return IntStream.range(0, probabilities.length)
        .filter(label -> probabilities[label] >= threshold)
        .toArray();
  }
}
