package dev.unfold.worker.sequence.example;

import java.util.Optional;

/**
 * Encodes and decodes examples. Equal examples have equal bytes, and only bytes that an example
 * encodes to are accepted.
 *
 * <p>The first byte is the sum of 1 if there are characters and 2 if there are weights; the input,
 * the target, the characters and the weights follow. A field consists of the number of its kind,
 * followed by
 *
 * <ul>
 *   <li>0, ids: the number of ids, then each id;
 *   <li>1, sets: the number of sets, then for each set the number of its ids and each id;
 *   <li>2, frames: the width, the number of steps, then the values as IEEE 754 in 4 bytes,
 *       big-endian;
 *   <li>3, several fields: their number, then each field;
 *   <li>4, a field whose steps may lack a value: the field, then the lengths of the runs of steps
 *       without and with one, in turn.
 * </ul>
 *
 * <p>Integers have 7 bits per byte, the lowest first; another byte follows if the highest bit is
 * set.
 */
public final class ExampleCodec {
  static final int CHARACTERS = 1;
  private static final int WEIGHTS = 2;

  private ExampleCodec() {}

  /** Returns the bytes of an example. */
  public static byte[] encode(Example example) {
    FieldWriter out = new FieldWriter();
    out.whole(
        (example.characters().isPresent() ? CHARACTERS : 0)
            + (example.weights().isPresent() ? WEIGHTS : 0));
    out.field(example.input());
    out.field(example.target());
    example.characters().ifPresent(out::field);
    example.weights().ifPresent(out::field);
    return out.toBytes();
  }

  /**
   * Decodes an example. The required memory is proportional to the number of bytes, whatever their
   * content.
   *
   * @throws ExampleFormatException if they are not exactly the encoding of an example
   */
  public static Example decode(byte[] bytes) throws ExampleFormatException {
    FieldReader in = new FieldReader(bytes);
    int fields = in.whole();
    if (fields > (CHARACTERS | WEIGHTS)) {
      throw new ExampleFormatException("expected 0 to 3 at byte 0, found " + fields);
    }
    try {
      FieldSequence input = in.field();
      FieldSequence target = in.field();
      Optional<FieldSequence.IdSets> characters =
          (fields & CHARACTERS) > 0 ? Optional.of(in.sets(in.kind())) : Optional.empty();
      Optional<FieldSequence.Frames> weights =
          (fields & WEIGHTS) > 0 ? Optional.of(in.frames(in.kind())) : Optional.empty();
      in.requireEnd();
      return new Example(input, target, characters, weights);
    } catch (IllegalArgumentException e) {
      throw new ExampleFormatException("not an example: " + e.getMessage(), e);
    }
  }
}
