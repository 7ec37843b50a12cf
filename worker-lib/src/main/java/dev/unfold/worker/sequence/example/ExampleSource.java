package dev.unfold.worker.sequence.example;

import java.io.IOException;

/**
 * The examples of a corpus in their canonical order: bucket by bucket, the shortest first.
 * Implementations are not thread-safe.
 */
public interface ExampleSource {
  /** Returns N, the number of examples. */
  long length();

  /**
   * Reads an example.
   *
   * @param index the index of the example, from 0 to N - 1
   * @throws IOException if the example cannot be read
   * @throws IndexOutOfBoundsException if the index is out of range
   */
  Example read(long index) throws IOException;
}
