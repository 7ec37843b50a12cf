package dev.unfold.worker.network.layer;

import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.parameters.ParameterTensor;

/**
 * The table of an embedding, which has a row for each token.
 *
 * @param weight E, [V, width]
 * @param input the index of the input that it reads, among the inputs of tokens
 * @param tied whether the output layer shares the table; it then writes the whole gradient of the
 *     table first
 * @param dropout p, the probability that a row is dropped: zero at all positions of a chunk, and
 *     divided by 1 - p otherwise (Gal and Ghahramani 2016, arXiv 1512.05287)
 */
public record EmbeddingTable(ParameterTensor weight, int input, boolean tied, double dropout) {
  /** Returns whether rows are dropped. */
  boolean drops(ForwardMode mode) {
    return dropout > 0 && mode.dropout();
  }

  /** Returns the random numbers of the rows for a chunk. */
  CounterRandom random(ForwardMode mode) {
    return mode.random().derive(ForwardMode.streamOf(weight));
  }

  /**
   * Returns the factor of a row in a chunk in which rows are dropped.
   *
   * @param random the random numbers of the rows
   */
  float factor(CounterRandom random, int token) {
    return random.uniform(token) < dropout ? 0f : (float) (1 / (1 - dropout));
  }
}
