package dev.unfold.worker.tensor;

import dev.unfold.worker.error.ResourceException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A zeroed, 64-byte aligned block of off-heap memory with an explicit end of life: neither the
 * garbage collector nor the JVM's limit on direct buffers has a say.
 */
final class OffHeapBlock {
  private static final int ALIGNMENT = 64;
  private static final long MOST_BYTES = Integer.MAX_VALUE - ALIGNMENT;

  private final Pointer block;
  private final long padding;
  private final ByteBuffer buffer;

  private OffHeapBlock(Pointer block, long padding, ByteBuffer buffer) {
    this.block = block;
    this.padding = padding;
    this.buffer = buffer;
  }

  /**
   * Takes a block from the machine.
   *
   * @throws OversizeException above 2 GB
   * @throws ResourceException if the machine has no such block left; an OutOfMemoryError would end
   *     the JVM of every task on it
   */
  static OffHeapBlock allocate(long count, int bytesEach) {
    long bytes = bytes(count, bytesEach);
    // Zeros of a large block cost nothing until they are touched.
    Pointer block = Pointer.calloc(1, bytes);
    if (block == null || block.isNull()) {
      throw new ResourceException(
          String.format(Locale.ROOT, "no block of %,d bytes is left outside of the heap", bytes));
    }
    long padding = Math.floorMod(-block.address(), ALIGNMENT);
    ByteBuffer buffer =
        new BytePointer(block)
            .capacity(bytes)
            .position(padding)
            .asByteBuffer()
            .order(ByteOrder.nativeOrder());
    return new OffHeapBlock(block, padding, buffer);
  }

  /** Returns a block without memory: for views that are made but never read. */
  static OffHeapBlock none() {
    return new OffHeapBlock(new Pointer(), 0, ByteBuffer.allocate(0));
  }

  /**
   * Returns the size of a block in bytes.
   *
   * @throws OversizeException above 2 GB
   */
  static long bytes(long count, int bytesEach) {
    if (count < 0 || count > MOST_BYTES / bytesEach) {
      throw new OversizeException(
          "an off-heap block holds at most "
              + MOST_BYTES / bytesEach
              + " numbers of "
              + bytesEach
              + " bytes (2 GB), requested "
              + count);
    }
    return count * bytesEach + ALIGNMENT;
  }

  /** Returns the block as bytes in the order of this machine. */
  ByteBuffer buffer() {
    return buffer;
  }

  long address() {
    return block.address() + padding;
  }

  /** Frees the block; nothing may touch it afterwards. */
  void free() {
    Pointer.free(block);
  }
}
