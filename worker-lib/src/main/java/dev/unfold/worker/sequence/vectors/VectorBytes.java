package dev.unfold.worker.sequence.vectors;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of a file of word vectors in a sliding buffer, with the place in the file. */
final class VectorBytes {
  /** The maximum length of a line, or of a word or a vector in binary, in bytes. */
  static final int MAX_LENGTH = 1 << 20;

  private final String file;
  private final InputStream in;
  private final byte[] buffer = new byte[2 * MAX_LENGTH];
  private long base;
  private int position;
  private int limit;

  /**
   * @param file the name of the file for messages
   */
  VectorBytes(String file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  /** Returns the bytes; valid from {@link #position} on until more are requested. */
  byte[] buffer() {
    return buffer;
  }

  /** Returns the index of the next byte in the buffer. */
  int position() {
    return position;
  }

  /** Moves behind bytes of the buffer. */
  void skip(int count) {
    position += count;
  }

  /**
   * Makes bytes available.
   *
   * @param count their number, at most {@link #MAX_LENGTH}
   * @return the number of available bytes; fewer than requested at the end of the file
   */
  int require(int count) throws IOException {
    if (position + count > buffer.length) {
      System.arraycopy(buffer, position, buffer, 0, limit - position);
      base += position;
      limit -= position;
      position = 0;
    }
    while (limit - position < count) {
      int read = in.read(buffer, limit, buffer.length - limit);
      if (read < 0) {
        break;
      }
      limit += read;
    }
    return limit - position;
  }

  /**
   * Finds a byte at or after the next one.
   *
   * @return its distance from the next byte; -1 if the file ends before it
   * @throws WordVectorFormatException if it is further away than {@link #MAX_LENGTH}
   */
  int distanceTo(char wanted, String what) throws IOException {
    int seen = 0;
    while (seen < MAX_LENGTH) {
      int available = Math.min(require(seen + 1), MAX_LENGTH);
      if (available <= seen) {
        return -1;
      }
      for (; seen < available; seen++) {
        if (buffer[position + seen] == wanted) {
          return seen;
        }
      }
    }
    throw new WordVectorFormatException(
        place(), what + " of at most " + MAX_LENGTH + " bytes", "a longer one");
  }

  /** Returns the place of the next byte, for messages. */
  String place() {
    return file + ", byte " + (base + position);
  }

  /** Returns the place of a line, from 1, for messages. */
  String line(long number) {
    return file + ", line " + number;
  }
}
