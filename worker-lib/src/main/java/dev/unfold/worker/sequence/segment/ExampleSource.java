package dev.unfold.worker.sequence.segment;

import dev.unfold.worker.sequence.example.Example;
import java.io.IOException;

/**
 * The examples of a corpus in their canonical order: bucket by bucket, the shortest first.
 * Implementations are not thread-safe.
 */
public interface ExampleSource {
  /** Returns N, the number of examples. */
  long length();

  /**
   * Opens an example, whose steps are read on demand.
   *
   * @param index the index of the example, from 0 to N - 1
   * @throws IOException if the example cannot be read
   * @throws IndexOutOfBoundsException if the index is out of range
   */
  SegmentedExample open(long index) throws IOException;

  /**
   * Reads an example as a whole.
   *
   * @param index the index of the example, from 0 to N - 1
   * @throws IOException if the example cannot be read
   * @throws IndexOutOfBoundsException if the index is out of range
   */
  default Example read(long index) throws IOException {
    return open(index).whole();
  }
}
