package dev.unfold.driver.prediction;

import dev.unfold.driver.corpus.Faults;
import dev.unfold.driver.corpus.Notices;
import dev.unfold.driver.corpus.UnknownTokens;
import dev.unfold.driver.corpus.example.InputRow;
import dev.unfold.driver.corpus.table.ReadResult;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.Field;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** What a partition of a table has; an ordinary class, which Kryo can read. */
final class RowCensus implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Faults faults = new Faults();
  private final Notices notices = new Notices();
  private long rows;
  private long withoutInput;
  private long inputTokens;
  private long unknownTokens;

  /** Counts rows, and those that cannot be used, which is a result: they would be no better. */
  static Iterator<RowCensus> of(Iterator<ReadResult<InputRow>> rows, RowReader reader)
      throws IOException {
    RowCensus census = new RowCensus();
    while (rows.hasNext()) {
      ReadResult<Optional<Example>> read = rows.next().map(reader::read);
      if (read instanceof ReadResult.Notice<Optional<Example>> notice) {
        census.notices.add(notice.message());
        continue;
      }
      census.rows++;
      if (read instanceof ReadResult.Fault<Optional<Example>> fault) {
        census.faults.add(fault.message());
      } else if (read instanceof ReadResult.Good<Optional<Example>> good) {
        census.add(good.value());
      }
    }
    return List.of(census).iterator();
  }

  private void add(Optional<Example> example) {
    withoutInput += example.isPresent() ? 0 : 1;
    if (example.isPresent() && example.get().input() instanceof Field.Ids tokens) {
      inputTokens += tokens.steps();
      unknownTokens +=
          Arrays.stream(tokens.ids()).filter(id -> id == Vocabulary.UNKNOWN_ID).count();
    }
  }

  /** How many of the tokens the model knows; of inputs that are words or characters only. */
  UnknownTokens unknownTokens() {
    return new UnknownTokens(unknownTokens, inputTokens);
  }

  long rows() {
    return rows;
  }

  long withoutInput() {
    return withoutInput;
  }

  Notices notices() {
    return notices;
  }

  Faults faults() {
    return faults;
  }
}
