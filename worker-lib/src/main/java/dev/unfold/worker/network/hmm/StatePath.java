package dev.unfold.worker.network.hmm;

import java.util.List;

/**
 * A path through the models of a sequence of words.
 *
 * @param states the state of each step; the array is not copied
 * @param words the words, in their order
 * @param score the logarithm of its score
 */
public record StatePath(int[] states, List<Word> words, double score) {
  /**
   * A word of a path.
   *
   * @param token its token
   * @param from its first step
   * @param to the step after its last one
   */
  public record Word(int token, int from, int to) {}

  public StatePath {
    words = List.copyOf(words);
  }

  /** Returns the tokens of the words. */
  public int[] tokens() {
    return words.stream().mapToInt(Word::token).toArray();
  }
}
