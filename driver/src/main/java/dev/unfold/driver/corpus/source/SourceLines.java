package dev.unfold.driver.corpus.source;

import dev.unfold.worker.sequence.CorpusException;
import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads the numbered lines of a source file. A line ends with a newline, a carriage return, or a
 * carriage return and a newline; the last line may have no end.
 */
public final class SourceLines implements Closeable {
  private static final int MAX_LINE_LENGTH = 1 << 28;
  private static final int BUFFER_CHARACTERS = 1 << 13;

  private final String path;
  private final SourceReader reader;
  private final char[] buffer = new char[BUFFER_CHARACTERS];
  private int position;
  private int limit;
  private boolean afterCarriageReturn;
  private long number;

  /** Opens a file. */
  public SourceLines(SourceFile file, Configuration configuration) throws IOException {
    path = file.path();
    reader = new SourceReader(file, configuration);
  }

  /**
   * Reads the next line.
   *
   * @return the line without its end; null at the end of the file
   * @throws CorpusException if the file cannot be used, or the line is too long for memory
   */
  public String next() throws IOException {
    StringBuilder line = null;
    while (fill()) {
      line = line == null ? new StringBuilder() : line;
      int end = position;
      while (end < limit && buffer[end] != '\n' && buffer[end] != '\r') {
        end++;
      }
      append(line, end);
      if (end < limit) {
        afterCarriageReturn = buffer[end] == '\r';
        position = end + 1;
        break;
      }
    }
    if (line == null) {
      return null;
    }
    number++;
    return line.toString();
  }

  private void append(StringBuilder line, int end) throws CorpusException {
    if (line.length() > MAX_LINE_LENGTH) {
      throw new CorpusException(
          place(number + 1) + ": expected at most " + MAX_LINE_LENGTH + " characters, found more");
    }
    line.append(buffer, position, end - position);
    position = end;
  }

  /** Fills the buffer if necessary and returns whether it has a character of a line. */
  private boolean fill() throws IOException {
    while (true) {
      if (position == limit) {
        position = 0;
        limit = Math.max(0, reader.read(buffer, 0, buffer.length));
      }
      if (position == limit) {
        return false;
      }
      if (!afterCarriageReturn) {
        return true;
      }
      afterCarriageReturn = false;
      position += buffer[position] == '\n' ? 1 : 0;
      if (position < limit) {
        return true;
      }
    }
  }

  /** Returns the number of the line that was read last, from 1. */
  public long number() {
    return number;
  }

  /** Returns the location of a line for an error message. */
  public String place(long line) {
    return path + ", line " + line;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
