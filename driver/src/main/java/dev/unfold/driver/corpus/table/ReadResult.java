package dev.unfold.driver.corpus.table;

import dev.unfold.driver.corpus.CorpusException;
import java.io.IOException;

/**
 * The result of reading a row: a value, or the fault of the row.
 *
 * @param <T> of the value
 */
public sealed interface ReadResult<T> {
  /** A value that was read. */
  record Good<T>(T value) implements ReadResult<T> {}

  /** A fault; its message names file and row. */
  record Fault<T>(String message) implements ReadResult<T> {}

  /**
   * Something that is made of a value.
   *
   * @param <T> of the value
   * @param <R> of what is made
   */
  @FunctionalInterface
  interface Reading<T, R> {
    R read(T value) throws IOException;
  }

  /**
   * Returns what is made of the value, or the fault that it has.
   *
   * @throws IOException if it fails for another reason than a fault of the corpus
   */
  default <R> ReadResult<R> map(Reading<T, R> reading) throws IOException {
    if (this instanceof Good<T> good) {
      try {
        return new Good<>(reading.read(good.value()));
      } catch (CorpusException e) {
        return new Fault<>(e.getMessage());
      }
    }
    return new Fault<>(((Fault<T>) this).message());
  }
}
