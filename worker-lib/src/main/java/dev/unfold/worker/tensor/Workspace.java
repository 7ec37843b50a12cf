package dev.unfold.worker.tensor;

import dev.unfold.worker.tensor.memory.OffHeapBlock;
import dev.unfold.worker.tensor.memory.OversizeException;
import java.util.ArrayList;
import java.util.List;

/** Allocates matrices and frees all of them at once; it belongs to a single task attempt. */
public final class Workspace implements AutoCloseable {
  private final boolean measuring;
  private final List<OffHeapBlock> blocks = new ArrayList<>();
  private long bytes;

  public Workspace() {
    this(false);
  }

  private Workspace(boolean measuring) {
    this.measuring = measuring;
  }

  /**
   * Creates a workspace that only counts: its matrices have shapes but no memory, so that opening a
   * pass over it measures the required memory.
   */
  public static Workspace measuring() {
    return new Workspace(true);
  }

  /**
   * Allocates a matrix of zeros.
   *
   * @throws OversizeException above 2 GB
   */
  public Matrix matrix(int rows, int columns) {
    return new Matrix(block((long) rows * columns, Float.BYTES), rows, columns);
  }

  /** Allocates a row vector of zeros. */
  public Matrix vector(int length) {
    return matrix(1, length);
  }

  /** Returns the number of off-heap bytes of all matrices that are not freed. */
  public long bytes() {
    return bytes;
  }

  public OffHeapBlock block(long count, int bytesEach) {
    bytes += OffHeapBlock.bytes(count, bytesEach);
    if (measuring) {
      return OffHeapBlock.none();
    }
    OffHeapBlock block = OffHeapBlock.allocate(count, bytesEach);
    blocks.add(block);
    return block;
  }

  /** Frees all matrices, which must not be accessed afterwards. */
  @Override
  public void close() {
    blocks.forEach(OffHeapBlock::free);
    blocks.clear();
    bytes = 0;
  }
}
