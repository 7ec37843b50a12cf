package dev.unfold.worker.generation;

/**
 * A sequence that a decoder generated.
 *
 * @param tokens the tokens, without begin and end tokens
 * @param probabilities the probability of each token, given those before it; empty if tokens have
 *     none of their own
 * @param logProbability the log-probability of the tokens, and of the end token if there is one,
 *     given the source, with the scores of the language model if there is one
 * @param ended whether the decoder generated the end token; otherwise the sequence was truncated
 */
public record Hypothesis(
    int[] tokens, float[] probabilities, double logProbability, boolean ended) {
  /** Returns the number of tokens that its probability covers. */
  int length() {
    return tokens.length + (ended ? 1 : 0);
  }
}
