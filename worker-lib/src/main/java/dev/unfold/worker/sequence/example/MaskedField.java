package dev.unfold.worker.sequence.example;

import java.util.Arrays;

/**
 * A field some of whose steps have no value, such as targets that are known for some steps only.
 * Its array is not copied and must not be modified.
 *
 * @param field the values; those of the other steps are 0 or, for sets, empty
 * @param present whether each step has a value; at least one has none
 */
public record MaskedField(FieldSequence field, boolean[] present) implements FieldSequence {
  public MaskedField {
    if (field.steps() != present.length || isFull(present)) {
      throw new IllegalArgumentException(
          String.format(
              "expected which of %d steps have a value, not all of them, found %d of %d",
              field.steps(), count(present), present.length));
    }
    if (!field.isPlain()) {
      throw new IllegalArgumentException("expected a plain field, found " + field);
    }
    for (int step = 0; step < present.length; step++) {
      if (!present[step] && !isZero(field, step)) {
        throw new IllegalArgumentException("expected no value at step " + step);
      }
    }
  }

  /**
   * Returns a field of which some steps have a value, which is not masked if all have one.
   *
   * @param field the values; those of the other steps are 0 or, for sets, empty
   * @param present whether each step has a value
   */
  public static FieldSequence of(FieldSequence field, boolean[] present) {
    return isFull(present) ? field : new MaskedField(field, present);
  }

  /**
   * Returns the field of as many steps as there are marks, whose marked steps have given values.
   *
   * @param values the values of the marked steps, in their order
   * @param present the marks
   */
  public static FieldSequence expanded(FieldSequence values, boolean[] present) {
    if (values.steps() != count(present)) {
      throw new IllegalArgumentException(
          "expected " + count(present) + " values, found " + values.steps());
    }
    return isFull(present) ? values : new MaskedField(spread(values, present), present);
  }

  private static FieldSequence spread(FieldSequence values, boolean[] present) {
    if (values instanceof FieldSequence.Ids ids) {
      int[] spread = new int[present.length];
      forEach(present, (from, to) -> spread[to] = ids.ids()[from]);
      return new FieldSequence.Ids(spread);
    }
    if (values instanceof FieldSequence.Frames frames) {
      int width = frames.width();
      float[] spread = new float[Math.multiplyExact(present.length, width)];
      forEach(
          present,
          (from, to) -> System.arraycopy(frames.values(), from * width, spread, to * width, width));
      return new FieldSequence.Frames(spread, width);
    }
    int[][] spread = new int[present.length][0];
    forEach(present, (from, to) -> spread[to] = ((FieldSequence.IdSets) values).sets()[from]);
    return new FieldSequence.IdSets(spread);
  }

  private interface Move {
    void accept(int from, int to);
  }

  private static void forEach(boolean[] present, Move move) {
    int from = 0;
    for (int to = 0; to < present.length; to++) {
      if (present[to]) {
        move.accept(from, to);
        from++;
      }
    }
  }

  private static boolean isFull(boolean[] present) {
    return count(present) == present.length;
  }

  private static int count(boolean[] present) {
    int count = 0;
    for (boolean step : present) {
      count += step ? 1 : 0;
    }
    return count;
  }

  private static boolean isZero(FieldSequence field, int step) {
    if (field instanceof FieldSequence.Ids ids) {
      return ids.ids()[step] == 0;
    }
    if (field instanceof FieldSequence.Frames frames) {
      for (int i = step * frames.width(); i < (step + 1) * frames.width(); i++) {
        if (Float.floatToIntBits(frames.values()[i]) != 0) {
          return false;
        }
      }
      return true;
    }
    return ((FieldSequence.IdSets) field).sets()[step].length == 0;
  }

  @Override
  public int steps() {
    return field.steps();
  }

  @Override
  public boolean isPlain() {
    return false;
  }

  @Override
  public int valueCount() {
    return count(present);
  }

  @Override
  public boolean hasValue(int step) {
    return present[step];
  }

  @Override
  public FieldSequence range(int from, int to) {
    return of(field.range(from, to), Arrays.copyOfRange(present, from, to));
  }

  @Override
  public MaskedField reversed() {
    boolean[] reversed = new boolean[present.length];
    for (int step = 0; step < present.length; step++) {
      reversed[step] = present[present.length - 1 - step];
    }
    return new MaskedField(field.reversed(), reversed);
  }

  @Override
  public FieldSequence repeated(int count) {
    boolean[] repeated = new boolean[count];
    Arrays.fill(repeated, present[0]);
    return of(field.repeated(count), repeated);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MaskedField that
        && field.equals(that.field)
        && Arrays.equals(present, that.present);
  }

  @Override
  public int hashCode() {
    return 31 * field.hashCode() + Arrays.hashCode(present);
  }

  @Override
  public String toString() {
    return field + " at the steps " + Arrays.toString(present);
  }
}
