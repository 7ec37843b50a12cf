package dev.unfold.worker.sequence;

import java.io.IOException;

/** A sequence of token ids with random access. Implementations are not thread-safe. */
public interface TokenSource {
  /** Number of tokens in the stream. */
  long length();

  /**
   * Reads {@code count} ids, starting at {@code position}, into {@code ids[offset…]}.
   *
   * @throws IOException if the tokens cannot be read
   * @throws IndexOutOfBoundsException if the range exceeds the sequence
   */
  void read(long position, int[] ids, int offset, int count) throws IOException;
}
