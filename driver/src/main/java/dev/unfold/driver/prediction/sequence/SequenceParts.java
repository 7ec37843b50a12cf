package dev.unfold.driver.prediction.sequence;

import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.ExampleBuilder;
import dev.unfold.worker.sequence.row.SequencePosition;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * An iterator of the sequences of rows that are grouped by sequence and in order, of which long
 * ones are read in parts. A row without an input belongs to the sequence of the row before it.
 */
public final class SequenceParts implements Iterator<SequencePart> {
  private final Iterator<SequenceRow> rows;
  private final SequenceSettings settings;
  private final PartSize size;
  private final int rowsInMemory;
  private SequenceRow next;

  /** The last row of the sequence that is read with an input; of none, its first row. */
  private SequenceRow before;

  /** The steps with which the next part of the sequence begins; empty if it is the first one. */
  private Optional<Example> repeated = Optional.empty();

  private boolean first = true;

  /**
   * @param rows the rows, sorted by their keys
   * @param rowsInMemory the number of rows of a part above which the others are in a temporary file
   */
  public SequenceParts(
      Iterator<SequenceRow> rows, SequenceSettings settings, PartSize size, int rowsInMemory) {
    this.rows = rows;
    this.settings = settings;
    this.size = size;
    this.rowsInMemory = rowsInMemory;
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
  public SequencePart next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    before = first ? next : before;
    Part part = new Part();
    while (next != null) {
      Optional<Example> fields = next.fields(settings.order().size());
      boolean afterStep = !first || part.firstRow != null;
      double gap = fields.isPresent() && afterStep ? settings.gap() : 0;
      if (!SequencePosition.continues(before.key(), next.key(), gap)) {
        break;
      }
      if (fields.isPresent() && part.steps == size.steps()) {
        return part.end(fields);
      }
      part.add(fields);
      advance();
    }
    return part.end(Optional.empty());
  }

  /** A part that is read. */
  private final class Part {
    private final RowSpool rows = new RowSpool(rowsInMemory);
    private final ExampleBuilder fields = new ExampleBuilder();
    private final int repeatedSteps;
    private int steps;
    private SequenceRow firstRow;

    Part() {
      repeated.ifPresent(fields::add);
      repeatedSteps = repeated.map(kept -> kept.input().steps()).orElse(0);
      steps = repeatedSteps;
    }

    /** Adds the next row. */
    void add(Optional<Example> ofRow) {
      if (ofRow.isPresent()) {
        fields.add(ofRow.get());
        steps = Math.addExact(steps, 1);
        firstRow = firstRow == null ? next : firstRow;
        before = next;
      }
      rows.add(new StepRow(next.values(), ofRow.isPresent()));
    }

    SequencePart end(Optional<Example> following) {
      rows.complete();
      Optional<Example> all =
          steps > repeatedSteps ? Optional.of(fields.build()) : Optional.empty();
      SequencePart part =
          new SequencePart(
              rows,
              all.map(read -> new SequencePart.Steps(read, repeatedSteps, firstRow, before)),
              first,
              following);
      first = following.isEmpty();
      repeated =
          first || size.repeated() == 0
              ? Optional.empty()
              : all.map(read -> read.range(steps - size.repeated(), steps));
      return part;
    }
  }
}
