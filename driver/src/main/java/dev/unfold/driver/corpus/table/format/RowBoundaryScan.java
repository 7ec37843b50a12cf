package dev.unfold.driver.corpus.table.format;

import dev.unfold.driver.corpus.source.RangeBytes;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/**
 * The line breaks and quotation marks of a range of a file, counted in one pass to find the starts
 * of rows. It is an ordinary class, which Kryo can read.
 *
 * <p>Whether a line break belongs to a value follows from the number of quotation marks before it
 * in the file, which is unknown when the range is read. Therefore both cases are counted: the range
 * begins outside of quotes, or within.
 */
public final class RowBoundaryScan implements Serializable {
  private static final long serialVersionUID = 1L;
  public static final long NONE = -1;

  private long lines;
  private boolean oddQuotes;
  private final Case outside = new Case();
  private final Case within = new Case();

  /** The counts under one assumption: the range begins outside of quotes, or within. */
  private static final class Case implements Serializable {
    private static final long serialVersionUID = 1L;

    private long firstRow = NONE;
    private long lines;
    private boolean irregular;
  }

  private RowBoundaryScan() {}

  /**
   * Scans a range.
   *
   * @param range the range
   * @param separated the dialect of the values in a line; null if there are no quotes
   */
  public static RowBoundaryScan of(
      FileRange range, DelimitedDialect separated, Configuration configuration) throws IOException {
    RowBoundaryScan scan = new RowBoundaryScan();
    long start = range.start();
    scan.outside.firstRow = start == 0 ? 0 : NONE;
    try (RangeBytes in =
        new RangeBytes(range.file(), Math.max(0, start - 1), range.end() + 1, configuration)) {
      int before = start == 0 ? RangeBytes.END : in.read();
      boolean quotes = separated != null && separated.quotes();
      while (in.offset() < range.end()) {
        int next = in.read();
        if (before == '\n') {
          scan.beginLine(in.offset() - 1);
        }
        if (quotes && next == '"') {
          scan.updateAtQuote(before, in.peek(), separated.separator());
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

  /** Updates the state at a quotation mark: quotes open after a separator and close before one. */
  private void updateAtQuote(int before, int next, char separator) {
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

  /** Returns the number of lines that begin in the range, without the first line of the file. */
  public long lines() {
    return lines;
  }

  /** Returns whether the number of quotation marks is odd. */
  public boolean hasOddQuotes() {
    return oddQuotes;
  }

  /** Returns the offset of the first row that begins in the range, or {@link #NONE}. */
  public long firstRow(boolean isWithin) {
    return of(isWithin).firstRow;
  }

  /** Returns the number of lines that begin in the range up to and including that row. */
  public long linesToFirstRow(boolean isWithin) {
    return of(isWithin).lines;
  }

  /** Returns whether there is a quotation mark where none can open or close a value. */
  public boolean isIrregular(boolean isWithin) {
    return of(isWithin).irregular;
  }

  private Case of(boolean isWithin) {
    return isWithin ? within : outside;
  }
}
