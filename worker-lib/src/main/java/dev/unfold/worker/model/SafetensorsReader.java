package dev.unfold.worker.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Reads a safetensors file of float32 tensors once, sequentially. Memory is proportional to the
 * bytes that are actually present, never to a length that the file declares.
 */
public final class SafetensorsReader {
  private static final int BLOCK_FLOATS = 16_384;

  private final String where;
  private final InputStream in;
  private final SafetensorsHeader header;

  private SafetensorsReader(String where, InputStream in, SafetensorsHeader header) {
    this.where = where;
    this.in = in;
    this.header = header;
  }

  /**
   * Reads and checks the header. The caller closes the stream.
   *
   * @param where the file, for messages
   * @param size the size of the file in bytes
   * @throws ModelFormatException if this is not such a file of that size
   * @throws IOException if the stream fails
   */
  public static SafetensorsReader open(String where, InputStream in, long size) throws IOException {
    byte[] prefix = in.readNBytes(Long.BYTES);
    if (prefix.length < Long.BYTES) {
      throw new ModelFormatException(
          where, "8 bytes with the length of the header", prefix.length + " bytes");
    }
    long length = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
    long room = Math.min(SafetensorsHeader.MAX_BYTES, size - Long.BYTES);
    if (length < 0 || length > room) {
      throw new ModelFormatException(
          where, "a header of at most " + room + " bytes", Long.toUnsignedString(length));
    }
    byte[] bytes = in.readNBytes((int) length);
    if (bytes.length < length) {
      throw new ModelFormatException(
          where, "a header of " + length + " bytes", bytes.length + " until the end");
    }
    if (bytes.length == 0 || bytes[0] != '{') {
      throw new ModelFormatException(where, "a header that starts with {", "none");
    }
    String text = ModelFormatException.decode(where + ", header", bytes);
    return new SafetensorsReader(
        where, in, SafetensorsHeaderParser.parse(where, text, size - Long.BYTES - length));
  }

  public SafetensorsHeader header() {
    return header;
  }

  /**
   * Passes all values to the sink; may be called only once.
   *
   * @throws ModelFormatException if the file is too short or too long
   * @throws IOException if the stream fails or the sink does
   */
  public void readAll(TensorSink sink) throws IOException {
    float[] block = new float[BLOCK_FLOATS];
    byte[] bytes = new byte[BLOCK_FLOATS * Float.BYTES];
    FloatBuffer values = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    for (TensorSpec tensor : header.tensors()) {
      long elements = tensor.elements();
      for (long offset = 0; offset < elements; offset += BLOCK_FLOATS) {
        int count = (int) Math.min(BLOCK_FLOATS, elements - offset);
        int length = in.readNBytes(bytes, 0, count * Float.BYTES);
        if (length < count * Float.BYTES) {
          throw new ModelFormatException(
              where + ", tensor " + ModelFormatException.quote(tensor.name()),
              tensor.bytes() + " bytes of values",
              offset * Float.BYTES + length + " until the end");
        }
        values.get(0, block, 0, count);
        sink.accept(tensor, offset, block, count);
      }
    }
    if (in.read() != -1) {
      throw new ModelFormatException(
          where, "the end of the file after the last tensor", "more bytes");
    }
  }
}
