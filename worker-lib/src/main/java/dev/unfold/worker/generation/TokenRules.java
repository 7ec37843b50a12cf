package dev.unfold.worker.generation;

import dev.unfold.worker.sequence.Vocabulary;
import java.io.Serializable;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * Which tokens a text or a sequence may have next, and which one ends it.
 *
 * @param stops the ids that end a text; those of a sequence matter for its minimum length only,
 *     since its decoder knows the end
 * @param forbidden the ids that are never generated
 * @param minLength the number of tokens before which no stop is generated
 * @param repetitionPenalty θ, at least 1: positive logits of the tokens that a text has, with its
 *     prefix, are divided by θ, and negative ones multiplied by it (Keskar et al. 2019, arXiv
 *     1909.05858, section 4.1); 1 leaves them as they are
 */
public record TokenRules(
    Set<Integer> stops, Set<Integer> forbidden, int minLength, double repetitionPenalty)
    implements Serializable {
  public TokenRules {
    stops = Set.copyOf(stops);
    forbidden = Set.copyOf(forbidden);
  }

  /**
   * Returns rules by which every token but the unknown one may be generated, and none is a stop.
   */
  public static TokenRules knownTokens() {
    return new TokenRules(Set.of(), Set.of(Vocabulary.UNKNOWN_ID), 0, 1);
  }

  /** Returns whether a token ends a text. */
  public boolean isStop(int token) {
    return stops.contains(token);
  }

  /** Returns whether the rules depend on the tokens that a text has. */
  boolean readTokens() {
    return repetitionPenalty != 1;
  }

  /**
   * Applies the rules in place.
   *
   * @param logits [V]; those of tokens that may not be generated become -∞
   * @param used the tokens of the text and its prefix; ignored without a repetition penalty
   * @param length the number of tokens generated before
   */
  public void apply(float[] logits, BitSet used, int length) {
    float penalty = (float) repetitionPenalty;
    for (int v = readTokens() ? used.nextSetBit(0) : -1; v >= 0; v = used.nextSetBit(v + 1)) {
      logits[v] = logits[v] > 0 ? logits[v] / penalty : logits[v] * penalty;
    }
    for (Set<Integer> excluded :
        length < minLength ? List.of(forbidden, stops) : List.of(forbidden)) {
      for (int token : excluded) {
        logits[token] = Float.NEGATIVE_INFINITY;
      }
    }
  }

  /** Returns logits by the rules, as {@link #apply} changes them. */
  float[] applied(float[] logits, BitSet used, int length) {
    float[] changed = logits.clone();
    apply(changed, used, length);
    return changed;
  }
}
