package dev.unfold.worker.sequence.example;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Joins fields one after the other into one, in arrays without an object for each step. */
final class FieldBuilder {
  private final List<FieldBuilder> parts = new ArrayList<>();
  private final BitSet absent = new BitSet();
  private final List<int[]> sets = new ArrayList<>();
  private int[] ids = new int[16];
  private float[] values = new float[16];
  private int width;
  private int count;
  private FieldSequence first;
  private int steps;

  /**
   * Adds the steps of a field.
   *
   * @throws IllegalArgumentException if it is of another kind or width than those before
   */
  void add(FieldSequence added) {
    FieldSequence field = added instanceof MaskedField masked ? masked.field() : added;
    for (int step = 0; step < added.steps(); step++) {
      absent.set(steps + step, !added.hasValue(step));
    }
    steps += added.steps();
    if (first == null) {
      first = field;
      width = field instanceof FieldSequence.Frames frames ? frames.width() : 0;
    } else if (field.getClass() != first.getClass()
        || (field instanceof FieldSequence.Frames frames && frames.width() != width)) {
      throw new IllegalArgumentException("expected fields of one kind, found " + field);
    }
    if (field instanceof FieldSequence.Ids more) {
      addIds(more.ids());
    } else if (field instanceof FieldSequence.IdSets more) {
      sets.addAll(Arrays.asList(more.sets()));
    } else if (field instanceof FieldSequence.Frames more) {
      addValues(more.values());
    } else if (field instanceof FieldSequence.Parts more) {
      addParts(more.parts());
    }
  }

  private void addIds(int[] more) {
    ids = count + more.length > ids.length ? Arrays.copyOf(ids, larger(more.length)) : ids;
    System.arraycopy(more, 0, ids, count, more.length);
    count += more.length;
  }

  private void addValues(float[] more) {
    values =
        count + more.length > values.length ? Arrays.copyOf(values, larger(more.length)) : values;
    System.arraycopy(more, 0, values, count, more.length);
    count += more.length;
  }

  private int larger(int more) {
    return Math.max(Math.addExact(count, more), (int) Math.min(2L * count, Integer.MAX_VALUE - 8));
  }

  private void addParts(List<FieldSequence> more) {
    for (int i = 0; i < more.size(); i++) {
      if (parts.size() == i) {
        parts.add(new FieldBuilder());
      }
      parts.get(i).add(more.get(i));
    }
  }

  /** Returns the joined field. */
  FieldSequence build() {
    boolean[] present = new boolean[steps];
    for (int step = 0; step < steps; step++) {
      present[step] = !absent.get(step);
    }
    return MaskedField.of(values(), present);
  }

  private FieldSequence values() {
    if (first instanceof FieldSequence.Parts) {
      return new FieldSequence.Parts(parts.stream().map(FieldBuilder::build).toList());
    }
    if (first instanceof FieldSequence.IdSets) {
      return new FieldSequence.IdSets(sets.toArray(int[][]::new));
    }
    return first instanceof FieldSequence.Frames
        ? new FieldSequence.Frames(Arrays.copyOf(values, count), width)
        : new FieldSequence.Ids(Arrays.copyOf(ids, count));
  }
}
