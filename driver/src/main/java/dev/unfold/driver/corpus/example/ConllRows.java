package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.example.ConllReader.BadLineException;
import dev.unfold.driver.corpus.table.RangeRows;
import dev.unfold.driver.corpus.table.ReadResult;
import java.io.IOException;

/** The sentences of a file, and the faults of its lines. */
record ConllRows(ConllReader sentences) implements RangeRows<TableRow> {
  @Override
  public ReadResult<TableRow> next() throws IOException {
    try {
      TableRow sentence = sentences.next();
      return sentence == null ? null : new ReadResult.Good<>(sentence);
    } catch (BadLineException e) {
      return new ReadResult.Fault<>(e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    sentences.close();
  }
}
