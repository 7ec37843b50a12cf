package dev.unfold.driver.corpus;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The format of the files of encoded corpora: content in blocks of 16 KB, of which the last may be
 * shorter, each followed by its CRC-32C, big-endian. A block is read together with its checksum.
 */
public final class PartFileFormat {
  /** The number of bytes of content in a block; a multiple of every width of an id. */
  public static final int BLOCK_BYTES = 1 << 14;

  /**
   * An upper bound on the content of all files, which keeps products and sums of sizes in range.
   */
  private static final long MAX_CONTENT = 1L << 50;

  private static final int CHECKSUM_BYTES = Integer.BYTES;

  private PartFileFormat() {}

  /** Returns whether a count of a manifest is in the range of part files. */
  public static boolean canHold(long count) {
    return count >= 0 && count <= MAX_CONTENT;
  }

  /** Returns the size of a file with the given number of bytes of content. */
  public static long size(long content) {
    long blocks = (content + BLOCK_BYTES - 1) / BLOCK_BYTES;
    return content + blocks * CHECKSUM_BYTES;
  }

  /** Returns the offset of a block in its file. */
  static long start(long block) {
    return block * (BLOCK_BYTES + CHECKSUM_BYTES);
  }

  /**
   * Returns the size of a block and its checksum, given the content from its start to the end of
   * the file.
   */
  static int withChecksum(long content) {
    return (int) Math.min(BLOCK_BYTES, content) + CHECKSUM_BYTES;
  }

  /** Returns whether the checksum of a block is correct. */
  static boolean verifies(byte[] block) {
    int count = block.length - CHECKSUM_BYTES;
    byte[] expected = checksum(block, count);
    return Arrays.equals(block, count, block.length, expected, 0, CHECKSUM_BYTES);
  }

  /** Returns the content of a block. */
  static byte[] content(byte[] block) {
    return Arrays.copyOf(block, block.length - CHECKSUM_BYTES);
  }

  private static byte[] checksum(byte[] bytes, int count) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, count);
    return ByteBuffer.allocate(CHECKSUM_BYTES).putInt((int) checksum.getValue()).array();
  }

  /** Writes content in blocks with checksums. */
  public static final class Output extends OutputStream {
    private final OutputStream out;
    private final byte[] block = new byte[BLOCK_BYTES];
    private int filled;

    /**
     * @param out the stream to write to, preferably buffered; it is closed with this one
     */
    public Output(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      block[filled++] = (byte) b;
      if (filled == BLOCK_BYTES) {
        endBlock();
      }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int done = 0;
      while (done < length) {
        int count = Math.min(length - done, BLOCK_BYTES - filled);
        System.arraycopy(bytes, offset + done, block, filled, count);
        filled += count;
        done += count;
        if (filled == BLOCK_BYTES) {
          endBlock();
        }
      }
    }

    private void endBlock() throws IOException {
      out.write(block, 0, filled);
      out.write(checksum(block, filled));
      filled = 0;
    }

    @Override
    public void close() throws IOException {
      try (out) {
        if (filled > 0) {
          endBlock();
        }
      }
    }
  }
}
