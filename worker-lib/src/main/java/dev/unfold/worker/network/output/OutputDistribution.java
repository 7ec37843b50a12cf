package dev.unfold.worker.network.output;

/**
 * What the numbers that a head outputs at a position say about the target: which prediction follows
 * from them, and which metrics apply to it.
 */
public enum OutputDistribution {
  /** Unnormalized log-probabilities of classes, of which one occurs; see {@link Categorical}. */
  CATEGORICAL,
  /**
   * Unnormalized log-probabilities of the tokens of a sequence and a blank, or of the states of the
   * models of words, of which one occurs at each step of the input: a path, which stands for the
   * sequence.
   */
  ALIGNED,
  /** Logits of labels, each of which occurs or not; see {@link Bernoulli}. */
  BERNOULLI,
  /** The numbers of a frame themselves. */
  REAL;

  /**
   * Returns the expectation of the target: the probability of each class or label, or the numbers
   * themselves.
   *
   * @param output the output, which is not changed
   */
  public float[] expectedTarget(float[] output) {
    return switch (this) {
      case CATEGORICAL, ALIGNED -> Categorical.probabilities(output);
      case BERNOULLI -> Bernoulli.probabilities(output);
      case REAL -> output.clone();
    };
  }
}
