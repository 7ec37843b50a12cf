package dev.unfold.driver.corpus.row;

import dev.unfold.driver.corpus.source.CorpusException;
import java.io.Serializable;

/**
 * The columns of a CoNLL file that are read.
 *
 * @param input the index of the input column, from 0
 * @param target the index of the target column, from 0, or -1
 * @param targetNeeded whether a line without the target is an error; otherwise its sentence has no
 *     target
 */
record ConllColumnSelection(int input, int target, boolean targetNeeded) implements Serializable {
  private static final int COLUMN_LIMIT = 1000;

  /**
   * @param input the number of a column, from 1
   * @param target the number of a column, from 1, or empty
   * @throws CorpusException if one is not a valid number
   */
  static ConllColumnSelection of(String input, String target) throws CorpusException {
    return new ConllColumnSelection(
        index("corpus.input.column", input),
        target.isEmpty() ? -1 : index("corpus.target.column", target),
        true);
  }

  /** Returns a copy for files that may lack the target. */
  ConllColumnSelection withoutNeedOfTarget() {
    return new ConllColumnSelection(input, target, false);
  }

  int needed() {
    return (targetNeeded ? Math.max(input, target) : input) + 1;
  }

  /**
   * Returns whether a line has the target.
   *
   * @param width the number of columns of the line
   */
  boolean hasTarget(int width) {
    return target >= 0 && target < width;
  }

  private static int index(String setting, String column) throws CorpusException {
    if (column.matches("[1-9]\\d{0,2}")) {
      return Integer.parseInt(column) - 1;
    }
    throw new CorpusException(
        setting
            + ": expected the number of a column of a conll file, from 1 to "
            + (COLUMN_LIMIT - 1)
            + ", found "
            + column);
  }
}
