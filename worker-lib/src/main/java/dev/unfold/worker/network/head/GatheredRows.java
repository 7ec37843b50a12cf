package dev.unfold.worker.network.head;

import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.Arrays;

/**
 * Copies of the rows of a chunk's features whose targets are in one cluster.
 *
 * <p>They are padded with rows of zeros without a target to a multiple, so that few different
 * shapes of products occur, for each of which a kernel is created.
 */
final class GatheredRows {
  /** The number of rows is padded to a multiple of this. */
  static final int MULTIPLE = 32;

  private final Operand features;
  private final Operand rows;
  private final RowPrefixViews firstRows;
  private final int[] positions;
  private final int[] targets;
  private final float[] row;
  private final float[] addend;
  private int count;
  private int padded;

  GatheredRows(PassMemory memory, Operand features) {
    this.features = features;
    int capacity = padded(memory.positions());
    int width = features.columns();
    rows = memory.gemm().operand(memory.workspace().matrix(capacity, width), memory.workspace());
    firstRows = new RowPrefixViews(rows);
    positions = new int[capacity];
    targets = new int[capacity];
    row = new float[width];
    addend = new float[width];
  }

  private static int padded(int count) {
    return (count + MULTIPLE - 1) / MULTIPLE * MULTIPLE;
  }

  /**
   * Gathers the rows of a cluster, or only rows of zeros if it has none.
   *
   * @return whether there are any
   */
  boolean gather(Chunk chunk, TailCluster cluster) {
    count = 0;
    for (int position = 0; position < chunk.steps() * chunk.batch(); position++) {
      int target = chunk.targets()[position];
      if (target >= cluster.first() && target < cluster.end()) {
        targets[count] = target - cluster.first();
        append(position);
      }
    }
    padded = padded(Math.max(1, count));
    Arrays.fill(row, 0f);
    for (int i = count; i < padded; i++) {
      targets[i] = Chunk.NO_TARGET;
      rows.matrix().put(i * row.length, row, row.length);
    }
    firstRows.of(padded).refresh();
    return count > 0;
  }

  /** Gathers the row of one position only. */
  void gatherRow(int position) {
    count = 0;
    append(position);
    padded = 1;
    firstRows.of(padded).refresh();
  }

  private void append(int position) {
    int width = row.length;
    positions[count] = position;
    rows.matrix().copy(count * width, features.matrix(), position * width, width);
    count++;
  }

  /** Returns the maximum number of rows. */
  int capacity() {
    return positions.length;
  }

  /** Returns the number of rows, including padding. */
  int size() {
    return padded;
  }

  /** Returns the rows, including padding, [size, H]. */
  Operand rows() {
    return firstRows.of(padded);
  }

  /** Returns the target of each row inside the cluster. */
  int[] targets() {
    return targets;
  }

  /** Returns the position in the chunk that a row was copied from; not for padding. */
  int position(int row) {
    return positions[row];
  }

  /**
   * Adds each row to the row that it was copied from.
   *
   * @param from [size or more, H]
   * @param to [T * B, H]
   */
  void scatterAdd(Matrix from, Matrix to) {
    int width = row.length;
    for (int i = 0; i < count; i++) {
      to.get(positions[i] * width, row, width);
      from.get(i * width, addend, width);
      Elementwise.addInPlace(row, addend, width);
      to.put(positions[i] * width, row, width);
    }
  }
}
