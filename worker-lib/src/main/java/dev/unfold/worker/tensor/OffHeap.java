package dev.unfold.worker.tensor;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A zeroed, 64-byte aligned block of off-heap floats with an explicit end of life: neither the
 * garbage collector nor the JVM's limit on direct buffers has a say.
 */
final class OffHeap {
  private static final int ALIGNMENT = 64;
  private static final long MOST_FLOATS = (Integer.MAX_VALUE - ALIGNMENT) / Float.BYTES;

  private final Pointer block;
  private final long bytes;
  private final long padding;
  private final FloatBuffer floats;

  /**
   * @throws IllegalArgumentException above 2 GB
   * @throws IllegalStateException if the machine has no such block left; an OutOfMemoryError would
   *     end the JVM of every task on it
   */
  OffHeap(long count) {
    if (count < 0 || count > MOST_FLOATS) {
      throw new IllegalArgumentException(
          "an off-heap block holds at most " + MOST_FLOATS + " floats (2 GB), asked for " + count);
    }
    bytes = count * Float.BYTES + ALIGNMENT;
    block = Pointer.malloc(bytes);
    if (block == null || block.isNull()) {
      throw new IllegalStateException("no off-heap block of " + bytes + " bytes left");
    }
    Pointer.memset(block, 0, bytes);
    padding = Math.floorMod(-block.address(), ALIGNMENT);
    floats =
        new BytePointer(block)
            .capacity(bytes)
            .position(padding)
            .asByteBuffer()
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
  }

  FloatBuffer floats() {
    return floats;
  }

  long address() {
    return block.address() + padding;
  }

  long bytes() {
    return bytes;
  }

  /** Frees the block; nothing may touch it afterwards. */
  void free() {
    Pointer.free(block);
  }
}
