package dev.unfold.worker.sequence;

import java.io.IOException;

/** A stream of token ids with random access; not safe for use by several threads. */
public interface TokenSource {
  /** Number of tokens in the stream. */
  long length();

  /**
   * Reads {@code count} ids from {@code position} on into {@code ids[offset…]}.
   *
   * @throws IOException if the stream cannot be read
   * @throws IndexOutOfBoundsException if the range leaves the stream
   */
  void read(long position, int[] ids, int offset, int count) throws IOException;
}
