package dev.unfold.worker.sequence.example;

import java.util.Optional;

/**
 * An example as bytes and back. Equal examples give equal bytes, and only bytes that an example
 * gives are read.
 *
 * <p>First 1 if there is a spelling, else 0; then the input, the target and the spelling. A field
 * is the number of its kind, then
 *
 * <ul>
 *   <li>0, ids: their number, then each;
 *   <li>1, sets: the number of sets, then of each the number of its ids, then each id;
 *   <li>2, frames: width, number of steps, then the values as IEEE 754 in 4 bytes, big-endian.
 * </ul>
 *
 * <p>Whole numbers have 7 bits a byte, the lowest first; a further byte follows where the highest
 * bit is set.
 */
public final class ExampleCodec {
  static final int IDS = 0;
  static final int SETS = 1;
  static final int FRAMES = 2;

  private ExampleCodec() {}

  /** Returns the bytes of an example. */
  public static byte[] encode(Example example) {
    FieldWriter out = new FieldWriter();
    out.whole(example.characters().isPresent() ? 1 : 0);
    out.field(example.input());
    out.field(example.target());
    example.characters().ifPresent(out::field);
    return out.toBytes();
  }

  /**
   * The example of some bytes. The memory it takes is proportional to the number of bytes, whatever
   * their content.
   *
   * @throws ExampleFormatException if they are not exactly what an example gives
   */
  public static Example decode(byte[] bytes) throws ExampleFormatException {
    FieldReader in = new FieldReader(bytes);
    int spelled = in.whole();
    if (spelled > 1) {
      throw new ExampleFormatException("expected 0 or 1 at byte 0, found " + spelled);
    }
    try {
      FieldSequence input = in.field();
      FieldSequence target = in.field();
      Optional<FieldSequence.IdSets> spelling =
          spelled == 1 ? Optional.of(in.sets(in.kind())) : Optional.empty();
      in.requireEnd();
      return new Example(input, target, spelling);
    } catch (IllegalArgumentException e) {
      throw new ExampleFormatException("not an example: " + e.getMessage(), e);
    }
  }
}
