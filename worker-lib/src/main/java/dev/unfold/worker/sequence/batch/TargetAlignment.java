package dev.unfold.worker.sequence.batch;

import java.io.Serializable;

/**
 * The alignment of the tokens of a target with steps of the input: each token has a step of its
 * own, and equal tokens in a row have another step between them.
 *
 * @param stride the distance of the steps, of which the first is one; 0 if tokens are not aligned
 */
public record TargetAlignment(int stride) implements Serializable {
  /** Returns whether an input has enough steps for a target. */
  boolean fits(int inputSteps, int[] target) {
    return stride == 0 || (inputSteps - 1) / stride + 1 >= leastSteps(target);
  }

  /**
   * Returns the largest stride with which an input has enough steps for a target; 0 if there is
   * none, and {@link Integer#MAX_VALUE} if there is no largest one.
   */
  public static int largestStride(int inputSteps, int[] target) {
    int least = leastSteps(target);
    return least <= 1 ? Integer.MAX_VALUE : (inputSteps - 1) / (least - 1);
  }

  private static int leastSteps(int[] target) {
    int steps = target.length;
    for (int i = 1; i < target.length; i++) {
      steps += target[i] == target[i - 1] ? 1 : 0;
    }
    return steps;
  }
}
