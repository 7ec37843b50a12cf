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
 * @param attended the step of the source with the greatest attention weight at each token; empty
 *     without attention, and if the rules forbid unknown tokens
 * @param hypotheses the best sequences that a search found, this one first; empty without a search
 */
public record DecodedSequence(
    int[] tokens,
    float[] probabilities,
    List<Span> spans,
    int[] attended,
    List<Hypothesis> hypotheses) {
  /**
   * The steps of the source in which a token is.
   *
   * @param from its first step
   * @param to the step after its last one
   */
  public record Span(int from, int to) {}

  /** Creates a sequence that was decoded neither with attention nor by a search of several. */
  DecodedSequence(int[] tokens, float[] probabilities, List<Span> spans) {
    this(tokens, probabilities, spans, new int[0], List.of());
  }

  /** Returns a sequence without probabilities. */
  static DecodedSequence of(int[] tokens) {
    return new DecodedSequence(tokens, new float[0], List.of());
  }

  /**
   * Returns the best of the sequences that a search found, which is empty if there is none.
   *
   * @param probabilities whether the probability of each token is requested
   */
  static DecodedSequence of(List<Hypothesis> hypotheses, boolean probabilities) {
    if (hypotheses.isEmpty()) {
      return of(new int[0]);
    }
    Hypothesis best = hypotheses.get(0);
    return new DecodedSequence(
        best.tokens(),
        probabilities ? best.probabilities() : new float[0],
        List.of(),
        best.attended(),
        hypotheses);
  }
}
