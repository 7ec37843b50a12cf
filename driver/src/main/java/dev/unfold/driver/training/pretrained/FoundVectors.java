package dev.unfold.driver.training.pretrained;

import dev.unfold.worker.sequence.vectors.WordVectors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The vectors of the tokens of an embedding, out of those of a file. A token has the vector of the
 * word that equals it or, if there is none and it is not a subword, of the word that equals it in
 * lower case; of a word that occurs several times, the first one.
 */
final class FoundVectors implements WordVectors.Receiver {
  private final List<String> tokens;

  /** The ids of the tokens that a word of the file is for. */
  private final Map<String, List<Integer>> ids = new HashMap<>();

  /** Whether the file had the word that equals a token, or the one in lower case, by id. */
  private final boolean[] exact;

  private final boolean[] lowerCase;

  /** The vectors by id; null of tokens without one, and of all after {@link #putInto}. */
  private float[][] vectors;

  private final boolean keeps;
  private final Set<String> seen = new HashSet<>();
  private long repeated;

  /**
   * @param tokens the tokens by id
   * @param subwords whether they are subwords, which have no lower case, since they are written in
   *     the characters of {@code ByteAlphabet}
   * @param first the first id that needs a vector
   * @param keeps whether vectors are kept; otherwise they are counted only
   */
  FoundVectors(List<String> tokens, boolean subwords, int first, boolean keeps) {
    this.tokens = tokens;
    this.keeps = keeps;
    exact = new boolean[tokens.size()];
    lowerCase = new boolean[tokens.size()];
    vectors = new float[tokens.size()][];
    for (int id = first; id < tokens.size(); id++) {
      String token = tokens.get(id);
      String lower = token.toLowerCase(Locale.ROOT);
      ids.computeIfAbsent(token, word -> new ArrayList<>(1)).add(id);
      if (!lower.equals(token) && !subwords) {
        ids.computeIfAbsent(lower, word -> new ArrayList<>(1)).add(id);
      }
    }
  }

  @Override
  public boolean needs(String word) {
    return ids.containsKey(word);
  }

  @Override
  public void accept(String word, float[] vector) {
    if (!seen.add(word)) {
      repeated++;
      return;
    }
    for (int id : ids.get(word)) {
      boolean equal = tokens.get(id).equals(word);
      (equal ? exact : lowerCase)[id] = true;
      if (keeps && (equal || !exact[id])) {
        vectors[id] = vector.clone();
      }
    }
  }

  /** Returns the number of tokens that have a vector. */
  int found() {
    return count(id -> exact[id] || lowerCase[id]);
  }

  /** Returns how often the file has a word of a token again, whose first vector counts. */
  long repeated() {
    return repeated;
  }

  /** Returns the number of tokens that have the vector of their lower-case form. */
  int inLowerCase() {
    return count(id -> lowerCase[id] && !exact[id]);
  }

  private int count(IntPredicate condition) {
    return (int) IntStream.range(0, exact.length).filter(condition).count();
  }

  /**
   * Puts the vectors into a table and forgets them.
   *
   * @param offset the index of the first element of the table
   * @param width the number of its columns
   */
  void putInto(float[] parameters, int offset, int width) {
    for (int id = 0; id < vectors.length; id++) {
      if (vectors[id] != null) {
        for (int column = 0; column < width; column++) {
          parameters[offset + id * width + column] = vectors[id][column] + 0f;
        }
      }
    }
    vectors = new float[0][];
  }
}
