package dev.unfold.worker.sequence.example;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the output of {@link FieldWriter} and rejects all other input. */
final class FieldReader {
  private static final int SEVEN_BITS = 0x7F;
  private static final int LAST_SHIFT = 28;

  private final ByteBuffer in;

  FieldReader(byte[] bytes) {
    in = ByteBuffer.wrap(bytes);
  }

  FieldSequence field() throws ExampleFormatException {
    int kind = kind();
    return switch (kind) {
      case FieldKind.IDS -> new FieldSequence.Ids(ids());
      case FieldKind.SETS -> sets(kind);
      case FieldKind.FRAMES -> frames();
      case FieldKind.PARTS -> parts();
      case FieldKind.MASKED -> masked();
      default -> throw unexpected("expected a kind of field", kind);
    };
  }

  /** Reads fields that are read together, none of which may consist of several itself. */
  private FieldSequence.Parts parts() throws ExampleFormatException {
    int count = count(2);
    List<FieldSequence> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(plain());
    }
    return new FieldSequence.Parts(parts);
  }

  /** Reads a field whose steps may lack a value. */
  private MaskedField masked() throws ExampleFormatException {
    FieldSequence field = plain();
    boolean[] present = new boolean[field.steps()];
    boolean value = false;
    int step = 0;
    do {
      int run = whole();
      boolean possible = run > 0 || (step == 0 && !value);
      if (!possible || run > present.length - step) {
        throw unexpected("expected a run of the " + (present.length - step) + " other steps", run);
      }
      Arrays.fill(present, step, step + run, value);
      step += run;
      value = !value;
    } while (step < present.length);
    return new MaskedField(field, present);
  }

  private FieldSequence plain() throws ExampleFormatException {
    if (in.hasRemaining() && in.get(in.position()) >= FieldKind.PARTS) {
      throw unexpected("expected a plain field", in.get(in.position()));
    }
    return field();
  }

  int kind() throws ExampleFormatException {
    return whole();
  }

  FieldSequence.IdSets sets(int kind) throws ExampleFormatException {
    if (kind != FieldKind.SETS) {
      throw unexpected("expected sets, of kind " + FieldKind.SETS, kind);
    }
    int[][] sets = new int[count(1)][];
    for (int i = 0; i < sets.length; i++) {
      sets[i] = ids();
    }
    return new FieldSequence.IdSets(sets);
  }

  FieldSequence.Frames frames(int kind) throws ExampleFormatException {
    if (kind != FieldKind.FRAMES) {
      throw unexpected("expected frames, of kind " + FieldKind.FRAMES, kind);
    }
    return frames();
  }

  int whole() throws ExampleFormatException {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      if (!in.hasRemaining()) {
        throw unexpected("expected a whole number", "the end");
      }
      byte next = in.get();
      boolean tooLarge = shift == LAST_SHIFT && (next & 0xF8) != 0;
      boolean tooLong = shift > 0 && next == 0;
      if (tooLarge || tooLong) {
        throw unexpected("expected the end of a whole number of 31 bits", next & 0xFF);
      }
      value |= (next & SEVEN_BITS) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  void requireEnd() throws ExampleFormatException {
    if (in.hasRemaining()) {
      throw unexpected("expected the end", in.remaining() + " bytes");
    }
  }

  private int[] ids() throws ExampleFormatException {
    int[] ids = new int[count(1)];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = whole();
    }
    return ids;
  }

  private FieldSequence.Frames frames() throws ExampleFormatException {
    int width = whole();
    if (width < 1) {
      throw unexpected("expected a width of at least 1", width);
    }
    float[] values = new float[count((long) width * Float.BYTES) * width];
    in.asFloatBuffer().get(values);
    in.position(in.position() + values.length * Float.BYTES);
    return new FieldSequence.Frames(values, width);
  }

  /** Returns the number of items that follow, each of which has at least {@code minBytes} bytes. */
  private int count(long minBytes) throws ExampleFormatException {
    int count = whole();
    if (count > in.remaining() / minBytes) {
      throw unexpected("expected " + count + " times " + minBytes + " bytes", in.remaining());
    }
    return count;
  }

  private ExampleFormatException unexpected(String expected, Object actual) {
    return new ExampleFormatException(expected + " at byte " + in.position() + ", found " + actual);
  }
}
