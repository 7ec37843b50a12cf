package dev.unfold.driver.prediction;

import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.settings.corpus.SequenceSettings.WindowSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a sequence, in order.
 *
 * @param rows all rows, with or without an input
 * @param withInput the indices of the rows that have an input, in order
 * @param fields the fields of these rows; empty if there are none
 */
record RowSequence(List<SequenceRow> rows, List<Integer> withInput, Optional<Example> fields) {
  /**
   * A part of a sequence that is predicted by itself.
   *
   * @param fields the fields of its steps
   * @param first the index of its first row among those with an input
   * @param repeated the number of its steps that the part before it has, too
   */
  record Window(Example fields, int first, int repeated) {
    /** Returns the exclusive end of its rows among those with an input. */
    int end() {
      return first + fields.input().steps();
    }
  }

  /** Returns the parts, of which each begins before the one before it has ended. */
  List<Window> windows(WindowSettings settings) {
    int steps = withInput.size();
    List<Window> windows = new ArrayList<>();
    int end = 0;
    for (int from = 0; end < steps; from += settings.stride()) {
      int to = settings.end(from, steps);
      windows.add(new Window(part(from, to), from, end - from));
      end = to;
    }
    return windows;
  }

  private Example part(int from, int to) {
    Example all = fields.orElseThrow();
    Optional<FieldSequence.IdSets> characters =
        all.characters().map(words -> words.range(from, to));
    return new Example(all.input().range(from, to), all.target(), characters);
  }

  /** Returns the place of a row with an input, for messages. */
  String place(int step) {
    return rows.get(withInput.get(step)).place();
  }

  /**
   * Returns the values of all rows, followed by the values that are predicted.
   *
   * @param predictions the predicted values of each row with an input
   * @param none the predicted values of the other rows
   */
  List<Object[]> joined(List<List<Object>> predictions, List<Object> none) {
    List<List<Object>> ofRows = new ArrayList<>();
    rows.forEach(row -> ofRows.add(none));
    for (int step = 0; step < withInput.size(); step++) {
      ofRows.set(withInput.get(step), predictions.get(step));
    }
    List<Object[]> joined = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      List<Object> values = new ArrayList<>(Arrays.asList(rows.get(i).values()));
      values.addAll(ofRows.get(i));
      joined.add(values.toArray());
    }
    return joined;
  }
}
