package dev.unfold.driver.corpus.row;

import dev.unfold.driver.corpus.row.ConllReader.BadLineException;
import dev.unfold.driver.corpus.table.format.RangeRowReader;
import dev.unfold.driver.corpus.table.format.RowReadResult;
import dev.unfold.worker.sequence.row.TableRow;
import java.io.IOException;
import java.util.Optional;

/** Reads the sentences of a file, the faults of its lines and, at the end, a notice about it. */
final class ConllRowReader implements RangeRowReader<TableRow> {
  private final ConllReader sentences;
  private boolean ended;

  ConllRowReader(ConllReader sentences) {
    this.sentences = sentences;
  }

  @Override
  public RowReadResult<TableRow> next() throws IOException {
    if (ended) {
      return null;
    }
    try {
      TableRow sentence = sentences.next();
      if (sentence != null) {
        return new RowReadResult.Good<>(sentence);
      }
    } catch (BadLineException e) {
      return new RowReadResult.Fault<>(e.getMessage());
    }
    ended = true;
    Optional<String> notice = sentences.notice();
    return notice.isPresent() ? new RowReadResult.Notice<>(notice.get()) : null;
  }

  @Override
  public void close() throws IOException {
    sentences.close();
  }
}
