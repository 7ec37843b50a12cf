package dev.unfold.worker.sequence.batch;

import dev.unfold.worker.sequence.Vocabulary;
import java.io.Serializable;
import java.util.stream.IntStream;

/**
 * The alignment of the tokens of a target with steps of the input. Either each token has a step of
 * its own, and equal tokens in a row have another step between them; or each token is a word with a
 * model, which lasts for at least as many steps as the model has states.
 *
 * @param stride the distance of the steps of tokens, of which the first is one; 0 if tokens have no
 *     steps of their own
 * @param states the number of states of the model of a word; 0 if tokens have no models
 */
public record TargetAlignment(int stride, int states) implements Serializable {
  /** Returns whether a target can be aligned with an input of so many steps. */
  boolean fits(int inputSteps, int[] target) {
    return (stride == 0 || (inputSteps - 1) / stride + 1 >= leastSteps(target))
        && (states == 0 || (hasModels(target) && inputSteps >= (long) states * target.length));
  }

  /**
   * Returns whether there are words, and only those with a model, which special tokens have not.
   */
  private static boolean hasModels(int[] target) {
    return target.length > 0
        && IntStream.of(target).allMatch(token -> token > Vocabulary.BOUNDARY_ID);
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
