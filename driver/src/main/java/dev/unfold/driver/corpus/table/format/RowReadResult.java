package dev.unfold.driver.corpus.table.format;

import dev.unfold.worker.sequence.CorpusException;
import java.io.IOException;
import java.util.Optional;

/**
 * The result of reading a row: a value, the fault of the row, or a notice about its file.
 *
 * @param <T> the type of the value
 */
public sealed interface RowReadResult<T> {
  /** A value that was read. */
  record Good<T>(T value) implements RowReadResult<T> {}

  /** A fault; its message names file and row. */
  record Fault<T>(String message) implements RowReadResult<T> {}

  /** A notice about a file instead of a row; its message names the file. */
  record Notice<T>(String message) implements RowReadResult<T> {}

  /**
   * A conversion of a value.
   *
   * @param <T> the type of the value
   * @param <R> the type of the result
   */
  @FunctionalInterface
  interface Reading<T, R> {
    R read(T value) throws IOException;
  }

  /** Returns the value if there is one. */
  default Optional<T> ifGood() {
    return this instanceof Good<T> good ? Optional.of(good.value()) : Optional.empty();
  }

  /**
   * Returns the converted value, or the fault or notice itself.
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
