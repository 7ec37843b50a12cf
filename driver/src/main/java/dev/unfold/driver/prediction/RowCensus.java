package dev.unfold.driver.prediction;

import dev.unfold.driver.corpus.CorpusException;
import dev.unfold.driver.corpus.example.InputRow;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** What a partition of a table has; an ordinary class, which Kryo can read. */
final class RowCensus implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ArrayList<String> complaints = new ArrayList<>();
  private long rows;
  private long withoutInput;

  /** Counts rows up to the first that cannot be used, which is a result: it would be no better. */
  static Iterator<RowCensus> of(Iterator<InputRow> rows, RowReader reader) {
    RowCensus census = new RowCensus();
    try {
      while (rows.hasNext()) {
        census.withoutInput += reader.read(rows.next()).isPresent() ? 0 : 1;
        census.rows++;
      }
    } catch (CorpusException e) {
      census.complaints.add(e.getMessage());
    } catch (UncheckedIOException e) {
      if (!(e.getCause() instanceof CorpusException)) {
        throw e;
      }
      census.complaints.add(e.getCause().getMessage());
    }
    return List.of(census).iterator();
  }

  long rows() {
    return rows;
  }

  long withoutInput() {
    return withoutInput;
  }

  List<String> complaints() {
    return complaints;
  }
}
