package dev.unfold.worker.generation.text;

import dev.unfold.worker.sequence.Vocabulary;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * Which tokens may be drawn next, and which one ends a text.
 *
 * @param stops the ids that end a text
 * @param forbidden the ids that are never drawn
 * @param minLength the number of tokens of a text before which no stop is drawn
 * @param repetitionPenalty θ, at least 1: positive logits of the tokens that a text has, with its
 *     prefix, are divided by θ, and negative ones multiplied by it (Keskar et al. 2019, arXiv
 *     1909.05858, section 4.1); 1 leaves them as they are
 */
public record TokenRules(
    Set<Integer> stops, Set<Integer> forbidden, int minLength, double repetitionPenalty) {
  public TokenRules {
    stops = Set.copyOf(stops);
    forbidden = Set.copyOf(forbidden);
  }

  /** Returns rules by which every token but the unknown one may be drawn, and none is a stop. */
  public static TokenRules knownTokens() {
    return new TokenRules(Set.of(), Set.of(Vocabulary.UNKNOWN_ID), 0, 1);
  }

  /** Returns whether a token ends a text. */
  boolean isStop(int token) {
    return stops.contains(token);
  }

  /**
   * Applies the rules in place.
   *
   * @param logits [V]; those of tokens that may not be drawn become -∞
   * @param used the tokens of the text and its prefix
   * @param length the number of tokens drawn before
   */
  void apply(float[] logits, BitSet used, int length) {
    float penalty = (float) repetitionPenalty;
    for (int v = penalty == 1 ? -1 : used.nextSetBit(0); v >= 0; v = used.nextSetBit(v + 1)) {
      logits[v] = logits[v] > 0 ? logits[v] / penalty : logits[v] * penalty;
    }
    for (Set<Integer> excluded :
        length < minLength ? List.of(forbidden, stops) : List.of(forbidden)) {
      for (int token : excluded) {
        logits[token] = Float.NEGATIVE_INFINITY;
      }
    }
  }
}
