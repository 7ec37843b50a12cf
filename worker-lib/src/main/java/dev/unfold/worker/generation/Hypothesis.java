package dev.unfold.worker.generation;

/**
 * A sequence that a search found; the arrays are not copied and must not be modified.
 *
 * @param tokens the tokens, without begin and end tokens
 * @param probabilities the probability of each token, given those before it; empty if tokens have
 *     none of their own
 * @param attended the step of the source with the greatest attention weight at each token; empty
 *     without attention, and if the rules forbid unknown tokens
 * @param logProbability the log-probability of the tokens, and of the end token if there is one,
 *     given the source, by the network alone
 * @param score the number by which the sequences of a source are compared: the log-probability with
 *     the scores of the language model and the repetition penalty, by the length penalty
 * @param ended whether the decoder generated the end token; otherwise the sequence was truncated
 */
public record Hypothesis(
    int[] tokens,
    float[] probabilities,
    int[] attended,
    double logProbability,
    double score,
    boolean ended) {}
