package dev.unfold.driver.monitoring;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Encodes a record of a TFRecord file: the length of the data in 8 bytes, the checksum of these
 * bytes, the data, and its checksum; all little-endian. A checksum is a CRC-32C, rotated right by
 * 15 bits and increased by a constant, so that checksums of data that contains checksums remain
 * meaningful.
 */
final class TensorFlowRecord {
  private static final int ROTATION = 15;
  private static final int MASK_DELTA = 0xa282ead8;

  private TensorFlowRecord() {}

  static byte[] of(byte[] data) {
    ByteBuffer record =
        ByteBuffer.allocate(Long.BYTES + Integer.BYTES + data.length + Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(data.length);
    record.putInt(checksum(record.array(), Long.BYTES));
    return record.put(data).putInt(checksum(data, data.length)).array();
  }

  private static int checksum(byte[] bytes, int count) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, count);
    return Integer.rotateRight((int) crc.getValue(), ROTATION) + MASK_DELTA;
  }
}
