package dev.unfold.worker.tensor;

import java.lang.reflect.Field;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import sun.misc.Unsafe;

/**
 * A zeroed, 64-byte aligned block of off-heap floats with an explicit end of life.
 *
 * <p>The only user of {@link Unsafe}: JDK 17 has no other way to learn the address of a direct
 * buffer or to free it before the garbage collector comes by.
 */
final class OffHeap {
  /** Bytes; the aligned part of a block loses less than this at either end. */
  private static final int ALIGNMENT = 64;

  private static final long MOST_FLOATS = (Integer.MAX_VALUE - 2 * ALIGNMENT) / Float.BYTES;
  private static final Unsafe UNSAFE = unsafe();
  private static final long ADDRESS_FIELD = addressField();

  private final ByteBuffer block;
  private final FloatBuffer floats;
  private final long address;

  OffHeap(long count) {
    if (count < 0 || count > MOST_FLOATS) {
      throw new IllegalArgumentException(
          "an off-heap block holds at most " + MOST_FLOATS + " floats (2 GB), asked for " + count);
    }
    block = ByteBuffer.allocateDirect((int) count * Float.BYTES + 2 * ALIGNMENT);
    floats = block.alignedSlice(ALIGNMENT).order(ByteOrder.nativeOrder()).asFloatBuffer();
    address = UNSAFE.getLong(floats, ADDRESS_FIELD);
  }

  FloatBuffer floats() {
    return floats;
  }

  long address() {
    return address;
  }

  long bytes() {
    return block.capacity();
  }

  /** Frees the block; nothing may touch it afterwards. */
  void free() {
    UNSAFE.invokeCleaner(block);
  }

  private static Unsafe unsafe() {
    try {
      Field field = Unsafe.class.getDeclaredField("theUnsafe");
      field.setAccessible(true);
      return (Unsafe) field.get(null);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static long addressField() {
    try {
      return UNSAFE.objectFieldOffset(Buffer.class.getDeclaredField("address"));
    } catch (NoSuchFieldException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
