package dev.unfold.dl4j.file;

import dev.unfold.worker.model.ModelFormatException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads a vector in the format of {@code Nd4j.write}: two buffers, big-endian, the shape as longs
 * and the values as floats or doubles. A buffer begins with the name of its allocation, its length
 * and the name of its type.
 *
 * <p>The shape is {@code [rank, dimensions…, strides…, extras, stride of elements, order]}; the
 * values of a vector are contiguous for all strides and orders.
 */
final class Nd4jVectorReader {
  private static final Set<String> ALLOCATIONS = Set.of("LONG_SHAPE", "MIXED_DATA_TYPES");
  private static final int MAX_NAME_LENGTH = 32;
  private static final int MAX_RANK = 32;
  private static final int INITIAL_CAPACITY = 1 << 14;
  private static final String LONG = "LONG";
  private static final String FLOAT = "FLOAT";
  private static final String DOUBLE = "DOUBLE";

  private final String where;
  private final DataInputStream in;

  private Nd4jVectorReader(String where, InputStream in) {
    this.where = where;
    this.in = new DataInputStream(new BufferedInputStream(in));
  }

  /** Writes floats as a row, [1, length]; does not close the stream. */
  static void write(float[] values, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(new BufferedOutputStream(out));
    Nd4j.write(Nd4j.create(values, new long[] {1, values.length}, 'c'), data);
    data.flush();
  }

  /**
   * Reads a vector to the end of the stream; memory is proportional to the bytes that exist.
   *
   * @param where the file, for messages
   * @param length the required length
   * @throws ModelFormatException if it is not a vector, or has another length or type
   * @throws IOException if the stream fails
   */
  static float[] read(String where, InputStream in, int length) throws IOException {
    try {
      return new Nd4jVectorReader(where, in).read(length);
    } catch (EOFException e) {
      throw new ModelFormatException(where, length + " parameters", "fewer: the file ends before");
    }
  }

  private float[] read(int length) throws IOException {
    requireShape(length);
    requireAllocation();
    requireLength(in.readLong(), length);
    String type = name();
    if (!type.equals(FLOAT) && !type.equals(DOUBLE)) {
      throw new ModelFormatException(
          where, "numbers as " + FLOAT + " or " + DOUBLE, ModelFormatException.quote(type));
    }
    float[] values = values(length, type.equals(DOUBLE));
    if (in.read() != -1) {
      throw new ModelFormatException(where, length + " parameters", "more bytes after them");
    }
    return values;
  }

  private void requireShape(int length) throws IOException {
    requireAllocation();
    long count = in.readLong();
    String type = name();
    if (!type.equals(LONG)) {
      throw new ModelFormatException(where, "a shape as " + LONG, ModelFormatException.quote(type));
    }
    long rank = in.readLong();
    if (rank < 1 || rank > MAX_RANK || count != 2 * rank + 4) {
      throw new ModelFormatException(
          where, "a shape of 1 to " + MAX_RANK + " dimensions", rank + " in " + count + " numbers");
    }
    long longest = 1;
    for (int i = 0; i < rank; i++) {
      long dimension = in.readLong();
      if (dimension != 1 && longest != 1) {
        throw new ModelFormatException(where, "a vector", "more than one dimension above 1");
      }
      longest = longest == 1 ? dimension : longest;
    }
    requireLength(longest, length);
    in.skipNBytes(Long.BYTES * (rank + 3));
  }

  private void requireAllocation() throws IOException {
    String allocation = name();
    if (!ALLOCATIONS.contains(allocation)) {
      throw new ModelFormatException(
          where,
          "an array as ND4J 1.0.0-beta or later writes it",
          ModelFormatException.quote(allocation));
    }
  }

  private void requireLength(long actual, int length) throws ModelFormatException {
    if (actual != length) {
      throw new ModelFormatException(
          where, length + " parameters, as the configuration has them", actual);
    }
  }

  private String name() throws IOException {
    int length = in.readUnsignedShort();
    if (length > MAX_NAME_LENGTH) {
      throw new ModelFormatException(
          where, "a name of at most " + MAX_NAME_LENGTH + " bytes", length + " bytes");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private float[] values(int length, boolean doubles) throws IOException {
    float[] values = new float[Math.min(length, INITIAL_CAPACITY)];
    for (int i = 0; i < length; i++) {
      if (i == values.length) {
        values = Arrays.copyOf(values, (int) Math.min(2L * i, length));
      }
      values[i] = doubles ? (float) in.readDouble() : in.readFloat();
    }
    return values;
  }
}
