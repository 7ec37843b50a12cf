package dev.unfold.worker.evaluation.metric;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The minimum number of insertions, deletions and substitutions of one token that turn one sequence
 * into another (Levenshtein, 1966; the algorithm of Wagner and Fischer, 1974).
 */
final class EditDistance {
  private static final byte PAIR = 0;
  private static final byte DELETE = 1;
  private static final byte INSERT = 2;

  private EditDistance() {}

  /**
   * An edit of a token.
   *
   * @param reference the token of the reference; null of an insertion
   * @param predicted the predicted token; null of a deletion
   */
  record Edit(String reference, String predicted) implements Serializable {}

  /**
   * Returns the edit distance. Time is proportional to the product of the lengths, and memory to
   * the second length.
   */
  static int between(List<?> from, List<?> to) {
    int[] row = firstRow(to.size());
    for (Object token : from) {
      advance(row, token, to);
    }
    return row[to.size()];
  }

  private static int[] firstRow(int length) {
    int[] row = new int[length + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    return row;
  }

  /**
   * Replaces the distances of a prefix from all prefixes of a sequence by those with a token more.
   */
  private static void advance(int[] row, Object token, List<?> to) {
    int diagonal = row[0];
    row[0]++;
    for (int j = 1; j < row.length; j++) {
      int substituted = token.equals(to.get(j - 1)) ? diagonal : diagonal + 1;
      diagonal = row[j];
      row[j] = Math.min(substituted, 1 + Math.min(diagonal, row[j - 1]));
    }
  }

  /**
   * Returns the edits of a minimal alignment, the last one first. Of several such alignments it is
   * the one that, from the ends to the starts, pairs two tokens rather than deleting one, and
   * deletes one rather than inserting one. Time and memory are proportional to the product of the
   * lengths: a byte for each pair of tokens.
   */
  static List<Edit> edits(List<String> reference, List<String> predicted) {
    byte[][] steps = steps(reference, predicted);
    List<Edit> edits = new ArrayList<>();
    int i = reference.size();
    int j = predicted.size();
    while (i > 0 || j > 0) {
      byte step = steps[i][j];
      String expected = step == INSERT ? null : reference.get(--i);
      String found = step == DELETE ? null : predicted.get(--j);
      if (step != PAIR || !expected.equals(found)) {
        edits.add(new Edit(expected, found));
      }
    }
    return edits;
  }

  /** Returns the last step of the alignment of each prefix of the one with each of the other. */
  private static byte[][] steps(List<String> reference, List<String> predicted) {
    byte[][] steps = new byte[reference.size() + 1][predicted.size() + 1];
    Arrays.fill(steps[0], INSERT);
    int[] row = firstRow(predicted.size());
    for (int i = 1; i < steps.length; i++) {
      int[] above = row.clone();
      advance(row, reference.get(i - 1), predicted);
      steps[i][0] = DELETE;
      for (int j = 1; j < row.length; j++) {
        boolean equal = reference.get(i - 1).equals(predicted.get(j - 1));
        boolean pair = row[j] == above[j - 1] + (equal ? 0 : 1);
        steps[i][j] = pair ? PAIR : row[j] == above[j] + 1 ? DELETE : INSERT;
      }
    }
    return steps;
  }
}
