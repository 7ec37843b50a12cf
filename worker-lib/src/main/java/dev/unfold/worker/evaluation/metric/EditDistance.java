package dev.unfold.worker.evaluation.metric;

import java.util.List;

/**
 * The minimum number of insertions, deletions and substitutions of one token that turn one sequence
 * into another (Levenshtein, 1966; the algorithm of Wagner and Fischer, 1974).
 */
final class EditDistance {
  private EditDistance() {}

  /**
   * Returns the edit distance. Time is proportional to the product of the lengths, and memory to
   * the second length.
   */
  static int between(List<?> from, List<?> to) {
    int[] row = new int[to.size() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.size(); i++) {
      Object token = from.get(i - 1);
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int substituted = token.equals(to.get(j - 1)) ? diagonal : diagonal + 1;
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(diagonal, row[j - 1]));
      }
    }
    return row[to.size()];
  }
}
