package dev.unfold.worker.generation.text;

/**
 * A text that a language model generated.
 *
 * @param text the prefix and what follows it, without a stop
 * @param tokens the number of drawn tokens, with the stop
 * @param logProbability the natural logarithm of the probability that the model gives these tokens
 *     after the prefix, at temperature 1 and without any rules
 * @param ended whether the text has a stop
 */
public record GeneratedText(String text, int tokens, double logProbability, boolean ended) {}
