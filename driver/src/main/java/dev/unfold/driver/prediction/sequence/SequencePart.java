package dev.unfold.driver.prediction.sequence;

import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.settings.corpus.SequenceSettings.WindowSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Consecutive rows of a sequence, in order: all of them or, of a long one, those after the part
 * before.
 *
 * @param rows the rows, with or without an input
 * @param steps the rows with an input; empty if there are none
 * @param first whether the sequence begins with it
 * @param following the fields of the step after it; empty if the sequence ends with it
 */
public record SequencePart(
    RowSpool rows, Optional<Steps> steps, boolean first, Optional<Example> following) {
  /**
   * The rows of a part that have an input.
   *
   * @param fields the fields of these rows, after those of repeated steps
   * @param repeated the number of steps that are in the part before, too
   * @param firstRow the first of these rows, without the repeated steps
   * @param lastRow the last of these rows
   */
  public record Steps(Example fields, int repeated, SequenceRow firstRow, SequenceRow lastRow) {
    /**
     * Returns the parts that are predicted by themselves, each of which begins before a new step.
     */
    public List<Window> windows(WindowSettings settings) {
      int steps = fields.input().steps();
      List<Window> windows = new ArrayList<>();
      int end = repeated;
      for (int from = 0; end < steps; from += settings.stride()) {
        int to = settings.end(from, steps);
        windows.add(new Window(range(from, to), from, end - from));
        end = to;
      }
      return windows;
    }

    private Example range(int from, int to) {
      if (to - from == fields.input().steps()) {
        return fields;
      }
      Optional<FieldSequence.IdSets> characters =
          fields.characters().map(words -> words.range(from, to));
      return new Example(fields.input().range(from, to), fields.target(), characters);
    }
  }

  /**
   * Steps that are predicted by themselves.
   *
   * @param fields the fields of the steps
   * @param first the index of the first one in its part
   * @param repeated the number of steps that are predicted elsewhere
   */
  public record Window(Example fields, int first, int repeated) {
    /** Returns the exclusive end of its steps in its part. */
    public int end() {
      return first + fields.input().steps();
    }
  }

  /** Returns whether the sequence ends with it. */
  public boolean last() {
    return following.isEmpty();
  }

  /** Returns whether it is the whole sequence. */
  public boolean isWhole() {
    return first && last();
  }
}
