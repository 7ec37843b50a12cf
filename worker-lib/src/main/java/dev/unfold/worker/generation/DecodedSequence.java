package dev.unfold.worker.generation;

import java.util.List;

/**
 * A decoded sequence; the arrays are not copied and must not be modified.
 *
 * @param tokens the tokens, without begin and end tokens
 * @param probabilities the probability of each token: given those before it or, of outputs that are
 *     aligned with the sequence, given all others; empty if they were not requested
 * @param spans the steps of each token, if the decoder knows them and probabilities were requested;
 *     otherwise empty
 */
public record DecodedSequence(int[] tokens, float[] probabilities, List<Span> spans) {
  /**
   * The steps of the source in which a token is.
   *
   * @param from its first step
   * @param to the step after its last one
   */
  public record Span(int from, int to) {}

  /** Creates a sequence whose tokens have no places in the source. */
  DecodedSequence(int[] tokens, float[] probabilities) {
    this(tokens, probabilities, List.of());
  }

  /** Returns a sequence without probabilities. */
  static DecodedSequence of(int[] tokens) {
    return new DecodedSequence(tokens, new float[0]);
  }
}
