package dev.unfold.worker.generation;

/**
 * A decoded sequence; the arrays are not copied and must not be modified.
 *
 * @param tokens the tokens, without begin and end tokens
 * @param probabilities the probability of each token: given those before it or, of outputs that are
 *     aligned with the sequence, given all others; empty if they were not requested
 */
public record DecodedSequence(int[] tokens, float[] probabilities) {
  /** Returns a sequence without probabilities. */
  static DecodedSequence of(int[] tokens) {
    return new DecodedSequence(tokens, new float[0]);
  }
}
