package dev.unfold.worker.network.crf;

import java.util.Arrays;

/**
 * The sums over all paths of tags for one sequence, by the forward-backward algorithm (Lafferty et
 * al. 2001; Lample et al. 2016, arXiv 1603.01360). They are scaled step by step, and are in log
 * space where that could underflow. With the scores e(t, j) of the tags of T steps, those of starts
 * s, of ends z, and of transitions A:
 *
 * <pre>
 * α(1, j) = s(j) + e(1, j)
 * α(t, j) = e(t, j) + ln Σ exp(α(t-1, i) + A(i, j))       over i
 * β(T, i) = z(i)
 * β(t, i) = ln Σ exp(A(i, j) + e(t+1, j) + β(t+1, j))     over j
 * ln Z    = ln Σ exp(α(T, j) + z(j))
 * p(t, j) = exp(α(t, j) + β(t, j) - ln Z)
 * </pre>
 */
final class TagLattice {
  private final int tags;
  private final ScaledSums scaled;
  private final LogSums logarithmic;
  private PathSums sums;
  private int steps;
  private double[] scores = new double[0];
  private double[] probabilities = new double[0];

  TagLattice(Transitions transitions) {
    tags = transitions.tags();
    scaled = new ScaledSums(transitions);
    logarithmic = new LogSums(transitions);
    sums = scaled;
  }

  /** Begins a sequence of T steps, at least 1. */
  void begin(int count) {
    steps = count;
    if (scores.length < steps * tags) {
      scores = new double[Math.multiplyExact(steps, tags)];
      probabilities = new double[scores.length];
    }
  }

  int steps() {
    return steps;
  }

  /** Sets the scores of the tags of a step. */
  void setScores(int t, float[] row) {
    for (int j = 0; j < tags; j++) {
      scores[t * tags + j] = row[j];
    }
  }

  /** Sets the scores of a step to those of another lattice. */
  void setScores(int t, TagLattice from) {
    System.arraycopy(from.scores, t * tags, scores, t * tags, tags);
  }

  /** Excludes all tags of a step but one. */
  void observe(int t, int tag) {
    double score = score(t, tag);
    Arrays.fill(scores, t * tags, (t + 1) * tags, Double.NEGATIVE_INFINITY);
    scores[t * tags + tag] = score;
  }

  double score(int t, int tag) {
    return scores[t * tags + tag];
  }

  /** Computes ln Z. */
  double logNormalizer() {
    sums = scaled;
    double result = scaled.forward(scores, steps);
    if (!scaled.isExact()) {
      sums = logarithmic;
      result = logarithmic.forward(scores, steps);
    }
    return result;
  }

  /** Computes the probabilities of all tags at all steps. Call {@link #logNormalizer} before. */
  void computeProbabilities() {
    sums.backward(probabilities);
    if (!scaled.isExact() && sums != logarithmic) {
      sums = logarithmic;
      logarithmic.forward(scores, steps);
      logarithmic.backward(probabilities);
    }
  }

  /**
   * Computes the probabilities of all tags at all steps, and adds the expected number of times that
   * each transition is passed. Call {@link #logNormalizer} before.
   *
   * @param scale the factor of the expected numbers
   */
  void countTransitions(TransitionCounts counts, double scale) {
    computeProbabilities();
    sums.count(counts, scale);
    for (int j = 0; j < tags; j++) {
      counts.addStart(j, scale * probability(0, j));
      counts.addEnd(j, scale * probability(steps - 1, j));
    }
  }

  /** Returns the probability of a tag at a step, as it was computed last. */
  double probability(int t, int tag) {
    return probabilities[t * tags + tag];
  }
}
