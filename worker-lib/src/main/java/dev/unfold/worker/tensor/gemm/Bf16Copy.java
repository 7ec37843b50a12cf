package dev.unfold.worker.tensor.gemm;

import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.memory.OffHeapBlock;
import java.nio.ShortBuffer;
import java.util.Objects;

/**
 * A copy of a matrix in bfloat16: the upper half of an f32, rounded to nearest with ties to even.
 */
final class Bf16Copy extends Operand {
  private final Matrix source;
  private final OffHeapBlock memory;
  private final ShortBuffer halves;
  private final int start;
  private final Rounding rounding;

  /** Rounds a matrix to its bf16 copy. */
  @FunctionalInterface
  interface Rounding {
    /** Rounds all elements of the matrix to the copy, which has the same shape. */
    void round(Matrix from, Bf16Copy to);
  }

  Bf16Copy(Matrix source, Workspace workspace, Rounding rounding) {
    this(source, workspace.block(source.size(), Short.BYTES), 0, rounding);
  }

  private Bf16Copy(Matrix source, OffHeapBlock memory, int start, Rounding rounding) {
    super(source.rows(), source.columns());
    this.source = source;
    this.memory = memory;
    this.halves = memory.buffer().asShortBuffer();
    this.start = start;
    this.rounding = rounding;
  }

  @Override
  public Matrix matrix() {
    return source;
  }

  @Override
  public void refresh() {
    rounding.round(source, this);
  }

  @Override
  public Operand view(int from, int count) {
    return new Bf16Copy(source.rows(from, count), memory, start + from * columns(), rounding);
  }

  @Override
  public long address() {
    return memory.address() + (long) start * Short.BYTES;
  }

  @Override
  public void read(int from, float[] to, int count) {
    Objects.checkFromIndexSize(from, count, size());
    for (int i = 0; i < count; i++) {
      to[i] = Float.intBitsToFloat(halves.get(start + from + i) << Short.SIZE);
    }
  }

  /** Rounds element by element; this is the reference implementation. */
  static void roundInJava(Matrix from, Bf16Copy to) {
    for (int i = 0; i < from.size(); i++) {
      to.halves.put(to.start + i, rounded(from.get(i)));
    }
  }

  private static short rounded(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> Short.SIZE) | 0x40);
    }
    int half = 0x7fff + ((bits >>> Short.SIZE) & 1);
    return (short) ((bits + half) >>> Short.SIZE);
  }
}
