package dev.unfold.worker.network.crf;

/** The sums over all paths of tags of one sequence. */
interface PathSums {
  /**
   * Computes the sums from the first step on.
   *
   * @param scores the scores of the tags, by step and tag
   * @param steps T, at least 1
   * @return ln Z
   */
  double forward(double[] scores, int steps);

  /**
   * Computes the sums from the last step on, and from them the probabilities of the tags.
   *
   * @param probabilities receives the probabilities, by step and tag
   */
  void backward(double[] probabilities);

  /**
   * Adds the expected number of times that each pair of tags follows each other.
   *
   * @param scale the factor of these numbers
   */
  void count(TransitionCounts counts, double scale);
}
