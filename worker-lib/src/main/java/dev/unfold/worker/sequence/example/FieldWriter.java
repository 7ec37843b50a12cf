package dev.unfold.worker.sequence.example;

import java.io.ByteArrayOutputStream;

/** Writes the numbers of an example in the format of {@link ExampleCodec}. */
final class FieldWriter {
  private static final int SEVEN_BITS = 0x7F;
  private static final int MORE = 0x80;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  byte[] toBytes() {
    return out.toByteArray();
  }

  void field(FieldSequence field) {
    if (field instanceof FieldSequence.Parts parts) {
      parts(parts.parts().size());
      parts.parts().forEach(this::field);
    } else if (field instanceof MaskedField masked) {
      masked();
      field(masked.field());
      runs(masked.present());
    } else {
      header(field, field.steps());
      values(field);
    }
  }

  /** Begins several fields, each of which follows. */
  void parts(int count) {
    whole(FieldKind.PARTS);
    whole(count);
  }

  /** Begins a masked field, whose values and runs follow. */
  void masked() {
    whole(FieldKind.MASKED);
  }

  /** Begins a field of the kind and width of a plain one, whose steps follow. */
  void header(FieldSequence plain, int steps) {
    if (plain instanceof FieldSequence.Frames frames) {
      whole(FieldKind.FRAMES);
      whole(frames.width());
    } else {
      whole(plain instanceof FieldSequence.Ids ? FieldKind.IDS : FieldKind.SETS);
    }
    whole(steps);
  }

  /** Writes the steps of a plain field. */
  void values(FieldSequence plain) {
    if (plain instanceof FieldSequence.Ids ids) {
      for (int id : ids.ids()) {
        whole(id);
      }
    } else if (plain instanceof FieldSequence.IdSets sets) {
      for (int[] set : sets.sets()) {
        whole(set.length);
        for (int id : set) {
          whole(id);
        }
      }
    } else if (plain instanceof FieldSequence.Frames frames) {
      for (float value : frames.values()) {
        real(value);
      }
    }
  }

  /** Writes the lengths of the runs of steps without and with a value, in turn. */
  private void runs(boolean[] present) {
    boolean value = false;
    int start = 0;
    for (int step = 0; step < present.length; step++) {
      if (present[step] != value) {
        whole(step - start);
        start = step;
        value = present[step];
      }
    }
    whole(present.length - start);
  }

  void whole(int value) {
    int rest = value;
    while (rest > SEVEN_BITS) {
      out.write((rest & SEVEN_BITS) | MORE);
      rest >>>= 7;
    }
    out.write(rest);
  }

  private void real(float value) {
    int bits = Float.floatToIntBits(value);
    for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      out.write(bits >>> shift);
    }
  }
}
