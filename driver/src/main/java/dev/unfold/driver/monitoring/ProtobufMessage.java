package dev.unfold.driver.monitoring;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Encodes a Protocol Buffers message field by field. The key of a field is its number times 8 plus
 * its wire type; see "Encoding" in the documentation of Protocol Buffers.
 */
final class ProtobufMessage {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED_32 = 5;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  byte[] bytes() {
    return bytes.toByteArray();
  }

  /** Adds a field of type {@code int64} or of an enum type and returns this message. */
  ProtobufMessage integer(int field, long value) {
    key(field, VARINT);
    varint(value);
    return this;
  }

  ProtobufMessage float64(int field, double value) {
    key(field, FIXED_64);
    bytes.writeBytes(littleEndian(Double.BYTES).putDouble(value).array());
    return this;
  }

  ProtobufMessage float32(int field, float value) {
    key(field, FIXED_32);
    bytes.writeBytes(littleEndian(Float.BYTES).putFloat(value).array());
    return this;
  }

  ProtobufMessage text(int field, String value) {
    return delimited(field, value.getBytes(StandardCharsets.UTF_8));
  }

  ProtobufMessage message(int field, ProtobufMessage value) {
    return delimited(field, value.bytes());
  }

  private ProtobufMessage delimited(int field, byte[] value) {
    key(field, LENGTH_DELIMITED);
    varint(value.length);
    bytes.writeBytes(value);
    return this;
  }

  private void key(int field, int type) {
    varint((long) field << 3 | type);
  }

  /**
   * Writes a varint: seven bits per byte, lowest first; the eighth bit is set in all bytes but the
   * last.
   */
  private void varint(long value) {
    long left = value;
    while ((left & ~0x7FL) != 0) {
      bytes.write((int) ((left & 0x7F) | 0x80));
      left >>>= 7;
    }
    bytes.write((int) left);
  }

  private static ByteBuffer littleEndian(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }
}
