package dev.unfold.driver.corpus.source;

import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads the decompressed bytes of a range of a source file, one at a time; a byte order mark at the
 * start of the file is skipped. The file is compared with its listing when it is opened and at the
 * end of the range.
 */
public final class RangeBytes implements Closeable {
  /** The value that is returned after the last byte. */
  public static final int END = -1;

  private final TextInput input;
  private byte[] buffer;
  private int position;
  private int limit;
  private long base;
  private boolean ended;

  /**
   * Opens a range.
   *
   * @param start the offset of its first byte
   * @param end the offset after its last byte; a compressed file is read to its end
   */
  public RangeBytes(SourceFile file, long start, long end, Configuration configuration)
      throws IOException {
    input = new TextInput(file, start, end, configuration);
    boolean success = false;
    try {
      fill();
      position = start == 0 ? input.markBytes() : 0;
      success = true;
    } finally {
      if (!success) {
        input.close();
      }
    }
  }

  /** Returns the next byte, from 0 to 255, or {@link #END}, and advances. */
  public int read() throws IOException {
    return position < limit || fill() ? buffer[position++] & 0xFF : END;
  }

  /** Returns the next byte, from 0 to 255, or {@link #END}. */
  public int peek() throws IOException {
    return position < limit || fill() ? buffer[position] & 0xFF : END;
  }

  /** Returns the offset of the next byte in the decompressed file. */
  public long offset() {
    return base + position;
  }

  private boolean fill() throws IOException {
    input.slide(position);
    position = 0;
    buffer = input.buffer();
    limit = input.limit();
    base = input.base();
    if (limit == 0 && !ended) {
      input.requireUnchanged();
      ended = true;
    }
    return limit > 0;
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
