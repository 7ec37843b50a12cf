package dev.unfold.driver.corpus.table.format;

import dev.unfold.worker.sequence.CorpusException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The names of columns from the first line of a file. */
public final class TableHeader {
  private TableHeader() {}

  /**
   * Returns the names; a column without a name is named by its number, from 1.
   *
   * @throws CorpusException if two columns have the same name
   */
  public static List<String> names(String file, List<String> line) throws CorpusException {
    List<String> names = new ArrayList<>();
    Map<String, Integer> numbers = new HashMap<>();
    for (String name : line) {
      int number = names.size() + 1;
      if (name != null && name.indexOf('\r') >= 0) {
        throw new CorpusException(
            file
                + ": expected lines that end with a line feed, found a carriage return in the name"
                + " of column "
                + number
                + "; if it ends the lines, convert the file, as with tr '\\r' '\\n'");
      }
      names.add(name == null || name.isEmpty() ? String.valueOf(number) : name);
      Integer before = numbers.put(names.get(number - 1), number);
      if (before != null) {
        throw new CorpusException(
            file
                + ": expected a unique name for each column, found "
                + names.get(number - 1)
                + " for the columns "
                + before
                + " and "
                + number
                + "; rename one in the first line");
      }
    }
    return names;
  }

  /** Returns the numbers from 1 as names of columns without names. */
  public static List<String> numbers(int width) {
    List<String> names = new ArrayList<>();
    for (int number = 1; number <= width; number++) {
      names.add(String.valueOf(number));
    }
    return names;
  }
}
