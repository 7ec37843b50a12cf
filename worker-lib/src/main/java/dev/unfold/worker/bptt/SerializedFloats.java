package dev.unfold.worker.bptt;

import java.io.Externalizable;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * A float vector in Java serialization. It is written as blocks of bytes, which is several times
 * faster than {@code ObjectOutputStream}, which writes a {@code float[]} number by number.
 */
public final class SerializedFloats implements Externalizable {
  private static final long serialVersionUID = 1L;
  private static final int BLOCK_FLOATS = 1 << 14;

  private transient float[] values;

  /** Used by the deserializer only. */
  public SerializedFloats() {
    this(new float[0]);
  }

  /**
   * @param values the vector, which is not copied
   */
  public SerializedFloats(float[] values) {
    this.values = values;
  }

  /** Returns the vector, which is not copied. */
  public float[] values() {
    return values;
  }

  @Override
  public void writeExternal(ObjectOutput out) throws IOException {
    out.writeInt(values.length);
    byte[] block = newBlock();
    FloatBuffer floats = floats(block);
    for (int from = 0; from < values.length; from += BLOCK_FLOATS) {
      int count = Math.min(BLOCK_FLOATS, values.length - from);
      floats.put(0, values, from, count);
      out.write(block, 0, count * Float.BYTES);
    }
  }

  @Override
  public void readExternal(ObjectInput in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      throw new InvalidObjectException("expected the length of a vector, found " + length);
    }
    values = new float[length];
    byte[] block = newBlock();
    FloatBuffer floats = floats(block);
    for (int from = 0; from < length; from += BLOCK_FLOATS) {
      int count = Math.min(BLOCK_FLOATS, length - from);
      in.readFully(block, 0, count * Float.BYTES);
      floats.get(0, values, from, count);
    }
  }

  private byte[] newBlock() {
    return new byte[Math.min(BLOCK_FLOATS, values.length) * Float.BYTES];
  }

  private static FloatBuffer floats(byte[] block) {
    return ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }
}
