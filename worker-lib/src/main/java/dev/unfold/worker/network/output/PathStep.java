package dev.unfold.worker.network.output;

import java.util.Arrays;

/**
 * What a conditional random field outputs for a step: ln p(c) of each of C tags, where p is the sum
 * of the probabilities of all sequences of tags that have the tag at this step, and the tag that
 * the most probable sequence has there. That tag need not be the one with the largest p.
 */
public final class PathStep {
  private PathStep() {}

  /** Returns the tag of the most probable sequence. */
  public static int tag(float[] output) {
    return (int) output[output.length - 1];
  }

  /** Returns the logarithms of the probabilities of all tags, [C]. */
  public static float[] logProbabilities(float[] output) {
    return Arrays.copyOf(output, output.length - 1);
  }

  /** Returns the probabilities of all tags, [C]. */
  public static float[] probabilities(float[] output) {
    float[] probabilities = logProbabilities(output);
    for (int c = 0; c < probabilities.length; c++) {
      probabilities[c] = (float) StrictMath.exp(probabilities[c]);
    }
    return probabilities;
  }
}
