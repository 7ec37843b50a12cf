package dev.unfold.worker.tensor;

/**
 * Consecutive blocks of the rows of an operand. The views of them are made once, that of the last
 * block that was cut off is kept.
 */
public final class RowBlockViews {
  private final Operand whole;
  private final int each;
  private final Operand[] blocks;
  private Operand cut;
  private int cutFrom;

  /**
   * @param each rows of a block; the last may have fewer
   */
  public RowBlockViews(Operand whole, int each) {
    this.whole = whole;
    this.each = each;
    blocks = new Operand[(whole.rows() + each - 1) / each];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = whole.rows(i * each, Math.min(each, whole.rows() - i * each));
    }
  }

  /** Blocks that hold the first rows. */
  public int count(int rows) {
    return (rows + each - 1) / each;
  }

  /** Returns the first row of a block. */
  public int from(int block) {
    return block * each;
  }

  /**
   * A block, cut off where the rows that are in use end.
   *
   * @param rows in use, from the first on
   */
  public Operand block(int block, int rows) {
    int from = from(block);
    int count = Math.min(rows - from, blocks[block].rows());
    if (count == blocks[block].rows()) {
      return blocks[block];
    }
    if (cut == null || cutFrom != from || cut.rows() != count) {
      cut = whole.rows(from, count);
      cutFrom = from;
    }
    return cut;
  }
}
