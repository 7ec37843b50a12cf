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
    if (field instanceof FieldSequence.Ids ids) {
      whole(FieldKind.IDS);
      ids(ids.ids());
    } else if (field instanceof FieldSequence.IdSets sets) {
      whole(FieldKind.SETS);
      whole(sets.steps());
      for (int[] set : sets.sets()) {
        ids(set);
      }
    } else if (field instanceof FieldSequence.Frames frames) {
      whole(FieldKind.FRAMES);
      whole(frames.width());
      whole(frames.steps());
      for (float value : frames.values()) {
        real(value);
      }
    } else if (field instanceof FieldSequence.Parts parts) {
      whole(FieldKind.PARTS);
      whole(parts.parts().size());
      parts.parts().forEach(this::field);
    } else if (field instanceof MaskedField masked) {
      whole(FieldKind.MASKED);
      field(masked.field());
      runs(masked.present());
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

  private void ids(int[] ids) {
    whole(ids.length);
    for (int id : ids) {
      whole(id);
    }
  }

  private void real(float value) {
    int bits = Float.floatToIntBits(value);
    for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      out.write(bits >>> shift);
    }
  }
}
