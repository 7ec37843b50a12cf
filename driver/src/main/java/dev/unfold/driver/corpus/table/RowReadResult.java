package dev.unfold.driver.corpus.table;

import dev.unfold.driver.corpus.CorpusException;
import java.io.IOException;

/**
 * The result of reading a row: a value, the fault of the row, or a notice of something else.
 *
 * @param <T> of the value
 */
public sealed interface RowReadResult<T> {
  /** A value that was read. */
  record Good<T>(T value) implements RowReadResult<T> {}

  /** A fault; its message names file and row. */
  record Fault<T>(String message) implements RowReadResult<T> {}

  /** What a user should know of a file, and no row; its message names the file. */
  record Notice<T>(String message) implements RowReadResult<T> {}

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
   * Returns what is made of the value, or the fault or notice itself.
   *
   * @throws IOException if it fails for another reason than a fault of the corpus
   */
  default <R> RowReadResult<R> map(Reading<T, R> reading) throws IOException {
    if (this instanceof Good<T> good) {
      try {
        return new Good<>(reading.read(good.value()));
      } catch (CorpusException e) {
        return new Fault<>(e.getMessage());
      }
    }
    return this instanceof Notice<T> notice
        ? new Notice<>(notice.message())
        : new Fault<>(((Fault<T>) this).message());
  }
}
