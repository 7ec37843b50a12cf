package dev.unfold.worker.sequence.example;

import java.util.Arrays;
import java.util.List;

/** A sequence of an example; its arrays are not copied and must not be modified. */
public sealed interface FieldSequence
    permits FieldSequence.Ids,
        FieldSequence.IdSets,
        FieldSequence.Frames,
        FieldSequence.Parts,
        MaskedField {
  /** Returns the length of the sequence. */
  int steps();

  /** Returns the number of steps that have a value. */
  default int valueCount() {
    return steps();
  }

  /**
   * Returns one of the fields that it consists of; the field itself if it does not consist of
   * others.
   *
   * @param index the index of the column among the inputs
   */
  default FieldSequence part(int index) {
    return this;
  }

  /** Returns whether it does not consist of other fields. */
  default boolean isPlain() {
    return true;
  }

  /** Returns whether a step has a value. */
  default boolean hasValue(int step) {
    return true;
  }

  /** Returns the steps from {@code from} to {@code to}, exclusive, as a field of their own. */
  FieldSequence range(int from, int to);

  /** Returns the steps in reverse order. */
  FieldSequence reversed();

  /**
   * Returns the first step, repeated.
   *
   * @param count the number of repetitions
   */
  FieldSequence repeated(int count);

  /**
   * One id per step: tokens, tags, or, as a single step, a label.
   *
   * @param ids the ids, which are at least 0
   */
  record Ids(int[] ids) implements FieldSequence {
    public Ids {
      requireIds(ids);
    }

    @Override
    public int steps() {
      return ids.length;
    }

    @Override
    public Ids range(int from, int to) {
      return new Ids(Arrays.copyOfRange(ids, from, to));
    }

    @Override
    public Ids reversed() {
      int[] reversed = new int[ids.length];
      Arrays.setAll(reversed, step -> ids[ids.length - 1 - step]);
      return new Ids(reversed);
    }

    @Override
    public Ids repeated(int count) {
      int[] repeated = new int[count];
      Arrays.fill(repeated, ids[0]);
      return new Ids(repeated);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Ids that && Arrays.equals(ids, that.ids);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(ids);
    }

    @Override
    public String toString() {
      return "ids " + Arrays.toString(ids);
    }
  }

  /**
   * Any number of ids per step: the notes of a chord, the characters of a word, or, as a single
   * step, a bag of labels.
   *
   * @param sets the ids of each step, which are at least 0, in an order that may be significant
   */
  record IdSets(int[][] sets) implements FieldSequence {
    public IdSets {
      for (int[] set : sets) {
        requireIds(set);
      }
    }

    @Override
    public int steps() {
      return sets.length;
    }

    @Override
    public IdSets range(int from, int to) {
      return new IdSets(Arrays.copyOfRange(sets, from, to));
    }

    @Override
    public IdSets reversed() {
      int[][] reversed = new int[sets.length][];
      Arrays.setAll(reversed, step -> sets[sets.length - 1 - step]);
      return new IdSets(reversed);
    }

    @Override
    public IdSets repeated(int count) {
      int[][] repeated = new int[count][];
      Arrays.fill(repeated, sets[0]);
      return new IdSets(repeated);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof IdSets that && Arrays.deepEquals(sets, that.sets);
    }

    @Override
    public int hashCode() {
      return Arrays.deepHashCode(sets);
    }

    @Override
    public String toString() {
      return "sets " + Arrays.deepToString(sets);
    }
  }

  /**
   * Real numbers. A vector is a single step, and a number is a vector of width 1.
   *
   * @param values the finite values, step by step
   * @param width the number of values of a step
   */
  record Frames(float[] values, int width) implements FieldSequence {
    public Frames {
      if (width < 1 || values.length % width != 0) {
        throw new IllegalArgumentException(
            "expected frames of width " + width + ", found " + values.length + " numbers");
      }
      for (float value : values) {
        if (!Float.isFinite(value)) {
          throw new IllegalArgumentException("expected finite numbers, found " + value);
        }
      }
    }

    @Override
    public int steps() {
      return values.length / width;
    }

    @Override
    public Frames range(int from, int to) {
      return new Frames(Arrays.copyOfRange(values, from * width, to * width), width);
    }

    @Override
    public Frames reversed() {
      float[] reversed = new float[values.length];
      for (int step = 0; step < steps(); step++) {
        System.arraycopy(values, step * width, reversed, (steps() - 1 - step) * width, width);
      }
      return new Frames(reversed, width);
    }

    @Override
    public Frames repeated(int count) {
      float[] repeated = new float[Math.multiplyExact(count, width)];
      for (int i = 0; i < repeated.length; i++) {
        repeated[i] = values[i % width];
      }
      return new Frames(repeated, width);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Frames that
          && width == that.width
          && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(values) + width;
    }

    @Override
    public String toString() {
      return "frames of " + width + " " + Arrays.toString(values);
    }
  }

  /**
   * Several fields that are read together at each step.
   *
   * @param parts the fields, of equal length, at least one and none of them of several fields;
   *     those of ids come first
   */
  record Parts(List<FieldSequence> parts) implements FieldSequence {
    public Parts {
      parts = List.copyOf(parts);
      if (parts.isEmpty() || !parts.stream().allMatch(FieldSequence::isPlain)) {
        throw new IllegalArgumentException("expected one or more plain fields, found " + parts);
      }
      int steps = parts.get(0).steps();
      if (parts.stream().anyMatch(part -> part.steps() != steps)) {
        throw new IllegalArgumentException(
            "expected fields of equal length, found "
                + parts.stream().map(FieldSequence::steps).toList()
                + " steps");
      }
    }

    @Override
    public int steps() {
      return parts.get(0).steps();
    }

    @Override
    public FieldSequence part(int index) {
      return parts.get(index);
    }

    @Override
    public boolean isPlain() {
      return false;
    }

    @Override
    public Parts range(int from, int to) {
      return new Parts(parts.stream().map(part -> part.range(from, to)).toList());
    }

    @Override
    public Parts reversed() {
      return new Parts(parts.stream().map(FieldSequence::reversed).toList());
    }

    @Override
    public Parts repeated(int count) {
      return new Parts(parts.stream().map(part -> part.repeated(count)).toList());
    }
  }

  private static void requireIds(int[] ids) {
    for (int id : ids) {
      if (id < 0) {
        throw new IllegalArgumentException("expected an id of 0 or more, found " + id);
      }
    }
  }
}
