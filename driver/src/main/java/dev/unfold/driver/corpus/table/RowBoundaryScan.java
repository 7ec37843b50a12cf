package dev.unfold.driver.corpus.table;

import dev.unfold.driver.corpus.RangeBytes;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/**
 * The line breaks and quotation marks of a stretch of a file, counted in one pass to find where its
 * rows begin. It is an ordinary class, which Kryo can read.
 *
 * <p>Whether a line break belongs to a value follows from the number of quotation marks before it
 * in the file, which nobody knows when the stretch is read. So both cases are counted: that the
 * stretch begins outside of quotes, and within.
 */
final class RowBoundaryScan implements Serializable {
  private static final long serialVersionUID = 1L;
  static final long NONE = -1;

  private long lines;
  private boolean oddQuotes;
  private final Case outside = new Case();
  private final Case within = new Case();

  /** The counts under one assumption: the stretch begins outside of quotes, or within. */
  private static final class Case implements Serializable {
    private static final long serialVersionUID = 1L;

    private long firstRow = NONE;
    private long lines;
    private boolean irregular;
  }

  private RowBoundaryScan() {}

  /**
   * Looks at a stretch.
   *
   * @param stretch from which to which byte
   * @param separated how values stand in a line; null if there are no quotes
   */
  static RowBoundaryScan of(
      FileRange stretch, DelimitedDialect separated, Configuration configuration)
      throws IOException {
    RowBoundaryScan scan = new RowBoundaryScan();
    long start = stretch.start();
    scan.outside.firstRow = start == 0 ? 0 : NONE;
    try (RangeBytes in =
        new RangeBytes(stretch.file(), Math.max(0, start - 1), stretch.end() + 1, configuration)) {
      int before = start == 0 ? RangeBytes.END : in.read();
      boolean quotes = separated != null && separated.quotes();
      while (in.offset() < stretch.end()) {
        int next = in.read();
        if (before == '\n') {
          scan.beginLine(in.offset() - 1);
        }
        if (quotes && next == '"') {
          scan.turn(before, in.peek(), separated.separator());
        }
        before = next;
      }
    }
    return scan;
  }

  private void beginLine(long offset) {
    lines++;
    Case open = oddQuotes ? within : outside;
    if (open.firstRow == NONE) {
      open.firstRow = offset;
      open.lines = lines;
    }
  }

  /** Updates the state at a quotation mark: quotes open behind a separator and close before one. */
  private void turn(int before, int next, char separator) {
    boolean mayOpen = isEdge(before, separator) || before == '"';
    boolean mayClose = isEdge(next, separator) || next == '"';
    Case opening = oddQuotes ? within : outside;
    Case closing = oddQuotes ? outside : within;
    opening.irregular |= !mayOpen;
    closing.irregular |= !mayClose;
    oddQuotes = !oddQuotes;
  }

  private static boolean isEdge(int character, char separator) {
    return character == separator
        || character == '\n'
        || character == '\r'
        || character == RangeBytes.END;
  }

  /** Returns the number of lines that begin in the stretch, without the first of the file. */
  long lines() {
    return lines;
  }

  /** Returns whether the number of quotation marks is odd. */
  boolean hasOddQuotes() {
    return oddQuotes;
  }

  /** Returns the offset of the first row that begins in the stretch, or {@link #NONE}. */
  long firstRow(boolean isWithin) {
    return of(isWithin).firstRow;
  }

  /** Returns how many lines begin in the stretch up to that row, with its own. */
  long linesToFirstRow(boolean isWithin) {
    return of(isWithin).lines;
  }

  /** Returns whether a quotation mark stands where none can open or close a value. */
  boolean isIrregular(boolean isWithin) {
    return of(isWithin).irregular;
  }

  private Case of(boolean isWithin) {
    return isWithin ? within : outside;
  }
}
