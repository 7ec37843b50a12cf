package dev.unfold.driver.corpus;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The form of a part file: ids in blocks of 16 KB, the last may be shorter, each followed by its
 * CRC-32C, big-endian. A block is read with its checksum at once.
 */
final class PartFile {
  /** Of ids; a multiple of every width. */
  static final int BLOCK_BYTES = 1 << 14;

  static final int CHECKSUM_BYTES = Integer.BYTES;

  private PartFile() {}

  /** Size of a file with so many bytes of ids. */
  static long size(long idBytes) {
    long blocks = (idBytes + BLOCK_BYTES - 1) / BLOCK_BYTES;
    return idBytes + blocks * CHECKSUM_BYTES;
  }

  /** Where a block begins in its file. */
  static long start(long block) {
    return block * (BLOCK_BYTES + CHECKSUM_BYTES);
  }

  /** What stands behind a block of ids. */
  static byte[] checksum(byte[] bytes, int offset, int count) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, offset, count);
    return ByteBuffer.allocate(CHECKSUM_BYTES).putInt((int) checksum.getValue()).array();
  }

  /** Whether a block of ids is followed by its checksum. */
  static boolean verifies(byte[] block) {
    int count = block.length - CHECKSUM_BYTES;
    byte[] expected = checksum(block, 0, count);
    return Arrays.equals(block, count, block.length, expected, 0, CHECKSUM_BYTES);
  }
}
