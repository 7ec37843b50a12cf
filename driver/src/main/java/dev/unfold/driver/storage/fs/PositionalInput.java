package dev.unfold.driver.storage.fs;

import java.io.Closeable;
import java.io.IOException;

/** A file that can be read at any position; not thread-safe. */
public interface PositionalInput extends Closeable {
  /** Returns the length of the file in bytes when it was opened. */
  long length();

  /**
   * Reads {@code count} bytes from {@code position} on into {@code bytes[offset…]}.
   *
   * @throws java.io.EOFException if the file ends before
   * @throws IOException if the file cannot be read
   */
  void readFully(long position, byte[] bytes, int offset, int count) throws IOException;
}
