package dev.unfold.driver.prediction;

import dev.unfold.driver.corpus.CorpusException;
import dev.unfold.driver.corpus.UnknownTokens;
import dev.unfold.driver.corpus.example.InputRow;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.Field;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** What a partition of a table has; an ordinary class, which Kryo can read. */
final class RowCensus implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ArrayList<String> complaints = new ArrayList<>();
  private long rows;
  private long withoutInput;
  private long inputTokens;
  private long unknownTokens;

  /** Counts rows up to the first that cannot be used, which is a result: it would be no better. */
  static Iterator<RowCensus> of(Iterator<InputRow> rows, RowReader reader) {
    RowCensus census = new RowCensus();
    try {
      while (rows.hasNext()) {
        census.add(reader.read(rows.next()));
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

  private void add(Optional<Example> example) {
    rows++;
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

  List<String> complaints() {
    return complaints;
  }
}
