package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.table.RangeRows;
import dev.unfold.driver.corpus.table.ReadResult;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The sentences of a file; the first fault ends it. */
record ConllRows(ConllReader sentences) implements RangeRows<TableRow> {
  @Override
  public ReadResult<TableRow> next() throws IOException {
    try {
      return sentences.hasNext() ? new ReadResult.Good<>(sentences.next()) : null;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public void close() {}
}
