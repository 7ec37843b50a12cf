package dev.unfold.worker.sequence.example;

import java.io.IOException;

/**
 * The examples of a corpus in their canonical order: bucket by bucket, the shortest first. Not safe
 * for use by several threads.
 */
public interface ExampleSource {
  /** N, the number of examples. */
  long length();

  /**
   * Reads an example.
   *
   * @param index from 0 to N - 1
   * @throws IOException if it cannot be read
   * @throws IndexOutOfBoundsException if there is no such example
   */
  Example read(long index) throws IOException;
}
