package dev.unfold.worker.network.hmm;

import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.settings.network.HmmSettings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The states of the models of all words, numbered from 0: those of the first word of the
 * vocabulary, of the second, and so on, at last those of silence.
 *
 * @param words the number of words, without the special tokens
 * @param ofWord N, the number of states of a word
 * @param ofSilence the number of states of silence, 0 if there is none
 */
public record HmmStates(int words, int ofWord, int ofSilence) implements Serializable {
  /** The name of silence among the names of states. */
  public static final String SILENCE = "<silence>";

  /** The number of special tokens, which come first in a vocabulary. */
  private static final int SPECIAL = Vocabulary.BOUNDARY_ID + 1;

  /**
   * Returns the states for the words of a vocabulary.
   *
   * @param tokens the number of its tokens, with the unknown token and the boundary
   */
  public static HmmStates of(HmmSettings settings, int tokens) {
    return new HmmStates(tokens - SPECIAL, settings.states(), settings.silence());
  }

  /** Returns the number of all states. */
  public int count() {
    return Math.addExact(Math.multiplyExact(words, ofWord), ofSilence);
  }

  /** Returns whether there is a model of a token, which special tokens have not. */
  public boolean hasModel(int token) {
    return token >= SPECIAL && token < SPECIAL + words;
  }

  /** Returns the first state of a word; its others follow. */
  public int firstOfWord(int token) {
    return (token - SPECIAL) * ofWord;
  }

  /** Returns the first state of silence. */
  int firstOfSilence() {
    return words * ofWord;
  }

  /** Returns the token of the word at a place of the vocabulary. */
  int token(int word) {
    return SPECIAL + word;
  }

  /**
   * Returns the minimum number of steps of a sequence.
   *
   * @param length the number of its words
   */
  public long leastSteps(int length) {
    return (long) length * ofWord;
  }

  /**
   * Returns the names of the states: number, word and place in its model, as in {@code 07:two.1}.
   * Their order as texts is that of the states.
   */
  public List<String> names(Vocabulary vocabulary) {
    List<String> names = new ArrayList<>();
    int digits = Integer.toString(count() - 1).length();
    for (int state = 0; state < count(); state++) {
      boolean silent = state >= firstOfSilence();
      String word = silent ? SILENCE : vocabulary.token(token(state / ofWord));
      int place = silent ? state - firstOfSilence() : state % ofWord;
      names.add(String.format(Locale.ROOT, "%0" + digits + "d:%s.%d", state, word, place + 1));
    }
    return names;
  }
}
