package dev.unfold.worker.sequence.subword;

import java.util.HashMap;
import java.util.Map;

/**
 * Cuts words into ids of subwords and remembers those of the first {@value #MAX_REMEMBERED} short
 * words, which are mostly the frequent ones. It is for one thread at a time.
 */
public final class SubwordEncoder {
  private static final int MAX_REMEMBERED = 100_000;
  private static final int MAX_LENGTH = 64;

  private final SubwordModel model;
  private final int first;
  private final Map<String, int[]> remembered = new HashMap<>();

  /**
   * Creates an encoder.
   *
   * @param first the id of the first subword
   */
  public SubwordEncoder(SubwordModel model, int first) {
    this.model = model;
    this.first = first;
  }

  /** Returns the ids of the subwords of a word; the array must not be changed. */
  public int[] ids(String word) {
    int[] known = remembered.get(word);
    if (known != null) {
      return known;
    }
    int[] ids = model.cut(word);
    for (int i = 0; i < ids.length; i++) {
      ids[i] += first;
    }
    if (word.length() <= MAX_LENGTH && remembered.size() < MAX_REMEMBERED) {
      remembered.put(word, ids);
    }
    return ids;
  }
}
