package dev.unfold.driver.prediction;

import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.ExampleBuilder;
import dev.unfold.worker.sequence.row.SequencePosition;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * An iterator of the sequences of rows that are grouped by sequence and in order. A row without an
 * input belongs to the sequence of the row before it.
 */
final class RowSequences implements Iterator<RowSequence> {
  private final Iterator<SequenceRow> rows;
  private final SequenceSettings settings;
  private SequenceRow next;

  /**
   * @param rows the rows, sorted by their keys
   */
  RowSequences(Iterator<SequenceRow> rows, SequenceSettings settings) {
    this.rows = rows;
    this.settings = settings;
    advance();
  }

  private void advance() {
    next = rows.hasNext() ? rows.next() : null;
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public RowSequence next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    List<SequenceRow> ofSequence = new ArrayList<>();
    List<Integer> withInput = new ArrayList<>();
    ExampleBuilder fields = new ExampleBuilder();
    SequenceRow before = next;
    while (next != null) {
      Optional<Example> ofRow = next.fields(settings.order().size());
      double gap = ofRow.isPresent() && !withInput.isEmpty() ? settings.gap() : 0;
      if (!SequencePosition.continues(before.key(), next.key(), gap)) {
        break;
      }
      if (ofRow.isPresent()) {
        fields.add(ofRow.get());
        withInput.add(ofSequence.size());
        before = next;
      }
      ofSequence.add(next);
      advance();
    }
    return new RowSequence(
        ofSequence,
        withInput,
        withInput.isEmpty() ? Optional.empty() : Optional.of(fields.build()));
  }
}
