package dev.unfold.worker.network.negative;

import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.RowBlockViews;

/**
 * The memory of the products of a block of features with the negatives of a chunk. Where the number
 * of negatives follows from the chunk, there are several widths, each half of the next, of which a
 * chunk has the least one that is enough: a short chunk does not pay for the longest one.
 */
final class NegativeProducts {
  private static final int NARROWEST = 64;

  private final int[] widths;
  private final RowBlockViews[] blocks;
  private int chosen;

  /**
   * @param rows the number of rows of a block
   * @param capacity the maximum number of negatives
   * @param fewest the minimum number of negatives
   */
  NegativeProducts(PassMemory memory, int rows, int capacity, int fewest) {
    int count = 1;
    while (capacity >> count >= Math.max(NARROWEST, fewest)) {
      count++;
    }
    widths = new int[count];
    blocks = new RowBlockViews[count];
    for (int i = 0; i < count; i++) {
      widths[i] = capacity >> (count - 1 - i);
      blocks[i] = new RowBlockViews(memory.operand(rows, widths[i]), rows);
    }
  }

  /** Chooses the width for a number of negatives. */
  void choose(int negatives) {
    chosen = 0;
    while (widths[chosen] < negatives) {
      chosen++;
    }
  }

  /** Returns the width of the products. */
  int width() {
    return widths[chosen];
  }

  /** Returns the products, [rows, width]. */
  Operand block(int rows) {
    return blocks[chosen].block(0, rows);
  }
}
