package dev.unfold.driver.storage;

import java.io.Closeable;
import java.io.IOException;

/** A file read at any position; not safe for use by several threads. */
public interface PositionalInput extends Closeable {
  /** Length in bytes when the file was opened. */
  long length();

  /**
   * Reads {@code count} bytes from {@code position} on into {@code bytes[offset…]}.
   *
   * @throws java.io.EOFException if the file ends before
   * @throws IOException if the file cannot be read
   */
  void readFully(long position, byte[] bytes, int offset, int count) throws IOException;
}
