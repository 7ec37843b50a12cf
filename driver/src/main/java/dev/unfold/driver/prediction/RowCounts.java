package dev.unfold.driver.prediction;

import dev.unfold.driver.corpus.source.MessageSummary;
import dev.unfold.driver.corpus.table.format.RowReadResult;
import dev.unfold.worker.sequence.UnknownTokenCount;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.row.MissingCounts;
import dev.unfold.worker.sequence.row.PredictionRow;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The counts over the rows of a partition. It is an ordinary class, which Kryo can read. */
final class RowCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  private final MessageSummary faults = new MessageSummary();
  private final MessageSummary notices = new MessageSummary();
  private final MissingCounts missing = new MissingCounts();
  private long rows;
  private long inputTokens;
  private long unknownTokens;

  /**
   * Counts rows, including those that cannot be used. Faults are results, because retrying the task
   * would not help.
   */
  static Iterator<RowCounts> of(
      Iterator<RowReadResult<PredictionRow>> rows, PredictionRowReader reader) throws IOException {
    RowCounts counts = new RowCounts();
    while (rows.hasNext()) {
      RowReadResult<PredictionRow> row = rows.next();
      RowReadResult<Optional<Example>> read = row.map(reader::read);
      if (read instanceof RowReadResult.Notice<Optional<Example>> notice) {
        counts.notices.add(notice.message());
        continue;
      }
      counts.rows++;
      if (read instanceof RowReadResult.Fault<Optional<Example>> fault) {
        counts.faults.add(fault.message());
      } else if (row instanceof RowReadResult.Good<PredictionRow> input
          && read instanceof RowReadResult.Good<Optional<Example>> good) {
        counts.add(good.value(), reader);
        counts.missing.addAll(reader.encoder().missing(input.value()));
      }
    }
    return List.of(counts).iterator();
  }

  private void add(Optional<Example> example, PredictionRowReader reader) {
    if (example.isPresent()) {
      inputTokens += example.get().input().steps();
      unknownTokens += reader.encoder().unknownTokens(example.get());
    }
  }

  /** Returns the count of unknown tokens, for inputs that are words or characters. */
  UnknownTokenCount unknownTokens() {
    return new UnknownTokenCount(unknownTokens, inputTokens);
  }

  MissingCounts missing() {
    return missing;
  }

  long rows() {
    return rows;
  }

  MessageSummary notices() {
    return notices;
  }

  MessageSummary faults() {
    return faults;
  }
}
