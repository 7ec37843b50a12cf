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
  /**
   * The logarithms of the probabilities of the tags of a step, and the tag that the most probable
   * sequence of tags has there; see {@link PathStep}.
   */
  PATH,
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
      case PATH -> PathStep.probabilities(output);
      case BERNOULLI -> Bernoulli.probabilities(output);
      case REAL -> output.clone();
    };
  }

  /**
   * Returns the logarithms of the probabilities of all classes, of which one occurs, but for a
   * constant.
   *
   * @param output the output, which is not changed
   */
  public float[] logProbabilities(float[] output) {
    return switch (this) {
      case CATEGORICAL, ALIGNED -> output;
      case PATH -> PathStep.logProbabilities(output);
      case BERNOULLI, REAL -> throw new IllegalStateException("classes of " + this);
    };
  }

  /**
   * Returns the predicted class, of outputs of which one class occurs.
   *
   * @param output the output, which is not changed
   */
  public int predictedClass(float[] output) {
    return switch (this) {
      case CATEGORICAL, ALIGNED -> Categorical.mode(output);
      case PATH -> PathStep.tag(output);
      case BERNOULLI, REAL -> throw new IllegalStateException("classes of " + this);
    };
  }
}
