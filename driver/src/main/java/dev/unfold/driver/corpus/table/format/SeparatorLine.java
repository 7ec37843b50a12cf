package dev.unfold.driver.corpus.table.format;

import dev.unfold.worker.sequence.CorpusException;
import java.util.List;
import java.util.Locale;

/** The line {@code sep=;} that some programs write for Excel before the first line of a table. */
public final class SeparatorLine {
  private static final String PREFIX = "sep=";

  private SeparatorLine() {}

  /**
   * Rejects a file that begins with such a line.
   *
   * @param first the values of the first line, which end at the separator if it is that of the
   *     format
   * @throws CorpusException if it is such a line
   */
  public static void requireNot(String file, List<String> first) throws CorpusException {
    String start = first.get(0) == null ? "" : first.get(0).toLowerCase(Locale.ROOT);
    boolean separated = first.size() == 2 && (first.get(1) == null || first.get(1).isEmpty());
    boolean alone = first.size() == 1 && start.length() == PREFIX.length() + 1;
    if (start.startsWith(PREFIX) && (alone || (separated && start.equals(PREFIX)))) {
      throw new CorpusException(
          file
              + ": the first line names the separator for Excel and is not a row of the table:"
              + " remove it, as with tail -n +2; corpus.format determines the separator");
    }
  }
}
