package dev.unfold.worker.tensor;

import java.util.ArrayList;
import java.util.List;

/** Makes matrices and frees them all at once; belongs to one attempt at one task. */
public final class Workspace implements AutoCloseable {
  private final List<OffHeap> blocks = new ArrayList<>();

  /**
   * A matrix of zeros.
   *
   * @throws IllegalArgumentException above 2 GB
   */
  public Matrix matrix(int rows, int columns) {
    OffHeap block = new OffHeap((long) rows * columns);
    blocks.add(block);
    return new Matrix(block, 0, rows, columns);
  }

  /** A row vector of zeros. */
  public Matrix vector(int length) {
    return matrix(1, length);
  }

  /** Off-heap bytes held. */
  public long bytes() {
    return blocks.stream().mapToLong(OffHeap::bytes).sum();
  }

  /** Frees every matrix; none may be touched afterwards. */
  @Override
  public void close() {
    blocks.forEach(OffHeap::free);
    blocks.clear();
  }
}
