package dev.unfold.worker.tensor;

/**
 * Views of consecutive blocks of the rows of an operand. The views are created once, and the view
 * of the last truncated block is kept.
 */
public final class RowBlockViews {
  private final Operand operand;
  private final int blockRows;
  private final Operand[] blocks;
  private Operand cut;
  private int cutFrom;

  /**
   * @param blockRows the number of rows of a block; the last block may have fewer
   */
  public RowBlockViews(Operand operand, int blockRows) {
    this.operand = operand;
    this.blockRows = blockRows;
    blocks = new Operand[(operand.rows() + blockRows - 1) / blockRows];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = operand.rows(i * blockRows, Math.min(blockRows, operand.rows() - i * blockRows));
    }
  }

  /** Returns the number of blocks that hold the first rows. */
  public int count(int rows) {
    return (rows + blockRows - 1) / blockRows;
  }

  /** Returns the first row of a block. */
  public int from(int block) {
    return block * blockRows;
  }

  /**
   * Returns a block, truncated to the rows that are in use.
   *
   * @param rows the number of leading rows that are in use
   */
  public Operand block(int block, int rows) {
    int from = from(block);
    int count = Math.min(rows - from, blocks[block].rows());
    if (count == blocks[block].rows()) {
      return blocks[block];
    }
    if (cut == null || cutFrom != from || cut.rows() != count) {
      cut = operand.rows(from, count);
      cutFrom = from;
    }
    return cut;
  }
}
