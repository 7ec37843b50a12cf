package dev.unfold.worker.sequence.segment;

import java.nio.ByteBuffer;

/**
 * The places of the segments of an example in its bytes. These are the segments, one after the
 * other, followed by the table:
 *
 * <ul>
 *   <li>of a single segment, a byte of 0;
 *   <li>of more, the end of each segment, in 8 bytes, the number of steps of each segment but the
 *       last and that of all steps, in 4 bytes each, and a byte of 1; all big-endian.
 * </ul>
 *
 * @param segmentSteps the number of steps of each segment but the last
 * @param steps the number of steps of all segments, more than those of one
 */
public record SegmentTable(int segmentSteps, int steps) {
  /**
   * The number of bytes up to which an example is a single segment; the segments of a longer one
   * have about half as many or more.
   */
  public static final int SEGMENT_BYTES = 1 << 16;

  /** The last byte of an example of a single segment, which has no other table. */
  public static final byte SINGLE = 0;

  /** The last byte of an example of more than one segment. */
  public static final byte SEVERAL = 1;

  /** The number of bytes that follow the ends of several segments. */
  public static final int TAIL_BYTES = 2 * Integer.BYTES + 1;

  public SegmentTable {
    if (segmentSteps < 1 || steps <= segmentSteps) {
      throw new IllegalArgumentException(
          "expected more than one segment, found " + steps + " steps in some of " + segmentSteps);
    }
  }

  /**
   * Returns the number of steps of the segments of an example, a power of two if it has several.
   *
   * @param steps the number of steps of the example
   * @param bytes the number of bytes of the whole example
   */
  public static int segmentSteps(int steps, long bytes) {
    return bytes <= SEGMENT_BYTES
        ? steps
        : Math.max(1, Integer.highestOneBit((int) ((long) SEGMENT_BYTES * steps / bytes)));
  }

  /**
   * Returns the table that ends with given bytes.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static SegmentTable ofTail(byte[] tail) {
    ByteBuffer numbers = ByteBuffer.wrap(tail);
    return new SegmentTable(numbers.getInt(), numbers.getInt());
  }

  /** Returns the bytes that follow the ends of the segments. */
  public byte[] tail() {
    return ByteBuffer.allocate(TAIL_BYTES).putInt(segmentSteps).putInt(steps).put(SEVERAL).array();
  }

  /** Returns the number of segments. */
  public int segments() {
    return (steps - 1) / segmentSteps + 1;
  }

  /** Returns the number of bytes of the whole table. */
  public long bytes() {
    return (long) segments() * Long.BYTES + TAIL_BYTES;
  }

  /** Returns the number of steps of a segment. */
  public int steps(int segment) {
    return Math.min(segmentSteps, steps - segment * segmentSteps);
  }
}
