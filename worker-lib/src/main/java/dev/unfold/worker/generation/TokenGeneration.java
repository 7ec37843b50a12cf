package dev.unfold.worker.generation;

import dev.unfold.worker.model.Model;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/**
 * The generation of tokens by a language model.
 *
 * @param model the complete model
 * @param vocabulary the vocabulary of the tokens
 */
record TokenGeneration(Model model, Vocabulary vocabulary) {
  /**
   * Reads a prefix, then draws tokens; the same random numbers give the same tokens.
   *
   * @param gemm the matrix multiplication of the calling thread
   * @param prefix the ids to start from, at least one
   * @param length the number of tokens to draw
   * @param allowed the ids that may be drawn
   * @param output the consumer of each drawn id
   */
  void run(
      Gemm gemm,
      int[] prefix,
      int length,
      ClassSampler sampler,
      IntPredicate allowed,
      IntConsumer output) {
    try (TextGenerator generator =
        new TextGenerator(
            model.network(), gemm, model.parameters(), vocabulary.size(), vocabulary.boundary())) {
      generator.generate(prefix, length, sampler, allowed, output);
    }
  }
}
