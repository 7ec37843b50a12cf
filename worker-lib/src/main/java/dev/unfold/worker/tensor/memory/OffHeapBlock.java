package dev.unfold.worker.tensor.memory;

import dev.unfold.worker.error.ResourceException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A zeroed, 64-byte aligned block of off-heap memory that is freed explicitly; neither the garbage
 * collector nor the JVM's limit on direct buffers applies.
 */
public final class OffHeapBlock {
  private static final int ALIGNMENT = 64;
  private static final long MAX_BYTES = Integer.MAX_VALUE - ALIGNMENT;

  private final Pointer block;
  private final long padding;
  private final ByteBuffer buffer;

  private OffHeapBlock(Pointer block, long padding, ByteBuffer buffer) {
    this.block = block;
    this.padding = padding;
    this.buffer = buffer;
  }

  /**
   * Allocates a block.
   *
   * @throws OversizeException above 2 GB
   * @throws ResourceException if the machine has no such block left; an OutOfMemoryError would end
   *     the JVM and all its tasks
   */
  public static OffHeapBlock allocate(long count, int elementBytes) {
    long bytes = bytes(count, elementBytes);
    // The zeros of a large block cost nothing until they are accessed.
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

  /** Returns a block without memory, for views that are created but never read. */
  public static OffHeapBlock none() {
    return new OffHeapBlock(new Pointer(), 0, ByteBuffer.allocate(0));
  }

  /**
   * Returns the size of a block in bytes.
   *
   * @throws OversizeException above 2 GB
   */
  public static long bytes(long count, int elementBytes) {
    if (count < 0 || count > MAX_BYTES / elementBytes) {
      throw new OversizeException(
          "an off-heap block holds at most "
              + MAX_BYTES / elementBytes
              + " numbers of "
              + elementBytes
              + " bytes (2 GB), requested "
              + count);
    }
    return count * elementBytes + ALIGNMENT;
  }

  /** Returns the block as bytes in the order of this machine. */
  public ByteBuffer buffer() {
    return buffer;
  }

  public long address() {
    return block.address() + padding;
  }

  /** Frees the block, which must not be accessed afterwards. */
  public void free() {
    Pointer.free(block);
  }
}
