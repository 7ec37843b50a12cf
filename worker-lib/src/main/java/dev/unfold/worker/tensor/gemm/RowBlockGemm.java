package dev.unfold.worker.tensor.gemm;

import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.Workspace;

/**
 * Matrix products whose results have the same bits for equal rows on the left, wherever they are.
 *
 * <p>Libraries compute the last rows of a product with other kernels than the rows before, which
 * may add in another order: which rows these are depends on the processor and the number of rows.
 * Therefore products are computed in blocks of {@link Gemm#rowsRoundedAlike} rows. The number of
 * rows must be a multiple of that, {@link #rowMultiple}, so that no row belongs to a smaller block;
 * or it must be the same whenever a row is computed, and so must be the place of the row.
 */
public final class RowBlockGemm implements Gemm {
  private final Gemm gemm;
  private final int blockRows;

  /**
   * @param gemm the products of a block, which are closed with these
   */
  public RowBlockGemm(Gemm gemm) {
    this.gemm = gemm;
    blockRows = gemm.rowsRoundedAlike();
  }

  private interface Product {
    void multiplyInto(Operand a, Matrix c);
  }

  @Override
  public Precision precision() {
    return gemm.precision();
  }

  @Override
  public String library() {
    return gemm.library();
  }

  @Override
  public String instructionSet() {
    return gemm.instructionSet();
  }

  @Override
  public int rowsRoundedAlike() {
    return blockRows;
  }

  @Override
  public int rowMultiple() {
    return blockRows;
  }

  @Override
  public Operand operand(Matrix matrix, Workspace workspace) {
    return gemm.operand(matrix, workspace);
  }

  @Override
  public void multiplyInto(Operand a, Operand b, Matrix c) {
    forEachBlock(a, c, (rows, results) -> gemm.multiplyInto(rows, b, results));
  }

  @Override
  public void multiplyNtInto(Operand a, Operand b, Matrix c) {
    forEachBlock(a, c, (rows, results) -> gemm.multiplyNtInto(rows, b, results));
  }

  private void forEachBlock(Operand a, Matrix c, Product product) {
    for (int from = 0; from < a.rows(); from += blockRows) {
      int count = Math.min(blockRows, a.rows() - from);
      product.multiplyInto(a.rows(from, count), c.rows(from, count));
    }
  }

  /** Sums over the rows, and so has no rows on the left of its own. */
  @Override
  public void multiplyTnInto(Operand a, Operand b, Matrix c, boolean accumulate) {
    gemm.multiplyTnInto(a, b, c, accumulate);
  }

  @Override
  public PreparedWeights prepare(
      int rows, Operand weights, boolean transposed, Workspace workspace) {
    int rest = rows % blockRows;
    if (rows <= blockRows) {
      return gemm.prepare(rows, weights, transposed, workspace);
    }
    PreparedWeights ofBlock = gemm.prepare(blockRows, weights, transposed, workspace);
    return rest == 0
        ? new Weights(ofBlock, ofBlock)
        : new Weights(ofBlock, gemm.prepare(rest, weights, transposed, workspace));
  }

  /** Weights for products of several blocks. */
  private final class Weights implements PreparedWeights {
    private final PreparedWeights ofBlock;
    private final PreparedWeights ofLast;

    /**
     * @param ofBlock those for a full block
     * @param ofLast those for the last block
     */
    Weights(PreparedWeights ofBlock, PreparedWeights ofLast) {
      this.ofBlock = ofBlock;
      this.ofLast = ofLast;
    }

    @Override
    public void refresh() {
      ofBlock.refresh();
      if (ofLast != ofBlock) {
        ofLast.refresh();
      }
    }

    @Override
    public void multiplyInto(Operand a, Matrix c) {
      forEachBlock(
          a,
          c,
          (rows, results) -> {
            PreparedWeights weights = rows.rows() == blockRows ? ofBlock : ofLast;
            weights.multiplyInto(rows, results);
          });
    }
  }

  @Override
  public void close() {
    gemm.close();
  }
}
