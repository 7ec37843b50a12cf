package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.example.ConllReader.BadLineException;
import dev.unfold.driver.corpus.table.RangeRows;
import dev.unfold.driver.corpus.table.ReadResult;
import java.io.IOException;
import java.util.Optional;

/** The sentences of a file, the faults of its lines and, at the end, what is to be known of it. */
final class ConllRows implements RangeRows<TableRow> {
  private final ConllReader sentences;
  private boolean ended;

  ConllRows(ConllReader sentences) {
    this.sentences = sentences;
  }

  @Override
  public ReadResult<TableRow> next() throws IOException {
    if (ended) {
      return null;
    }
    try {
      TableRow sentence = sentences.next();
      if (sentence != null) {
        return new ReadResult.Good<>(sentence);
      }
    } catch (BadLineException e) {
      return new ReadResult.Fault<>(e.getMessage());
    }
    ended = true;
    Optional<String> notice = sentences.notice();
    return notice.isPresent() ? new ReadResult.Notice<>(notice.get()) : null;
  }

  @Override
  public void close() throws IOException {
    sentences.close();
  }
}
