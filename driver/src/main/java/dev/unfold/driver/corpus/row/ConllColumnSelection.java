package dev.unfold.driver.corpus.row;

import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.settings.corpus.InputColumns;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The columns of a CoNLL file that are read.
 *
 * @param inputs the indices of the input columns, from 0
 * @param target the index of the target column, from 0, or -1
 * @param targetNeeded whether a line without the target is an error; otherwise its sentence has no
 *     target
 */
record ConllColumnSelection(List<Integer> inputs, int target, boolean targetNeeded)
    implements Serializable {
  private static final int COLUMN_LIMIT = 1000;

  /**
   * @param inputs the numbers of columns, from 1
   * @param target the number of a column, from 1, or empty
   * @throws CorpusException if one is not a valid number
   */
  static ConllColumnSelection of(List<String> inputs, String target) throws CorpusException {
    List<Integer> indices = new ArrayList<>();
    for (String input : inputs) {
      indices.add(index(inputs.size() == 1 ? "corpus.input.column" : InputColumns.KEY, input));
    }
    return new ConllColumnSelection(
        List.copyOf(indices), target.isEmpty() ? -1 : index("corpus.target.column", target), true);
  }

  /** Returns a copy for files that may lack the target. */
  ConllColumnSelection withoutNeedOfTarget() {
    return new ConllColumnSelection(inputs, target, false);
  }

  int needed() {
    int last = Collections.max(inputs);
    return (targetNeeded ? Math.max(last, target) : last) + 1;
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
