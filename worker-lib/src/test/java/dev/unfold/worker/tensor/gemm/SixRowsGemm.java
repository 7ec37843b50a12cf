package dev.unfold.worker.tensor.gemm;

import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.Workspace;

/**
 * Products that round the rows after the last six otherwise, as kernels of processors without
 * AVX-512 do: the tests of rounding then do not depend on the processor.
 */
public final class SixRowsGemm implements Gemm {
  private static final int ROWS = 6;
  private static final float OTHERWISE = 1 + 0x1p-20f;

  private final Gemm gemm = GemmProvider.ONEDNN.open(Precision.F32);

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
  public Operand operand(Matrix matrix, Workspace workspace) {
    return gemm.operand(matrix, workspace);
  }

  @Override
  public void multiplyInto(Operand a, Operand b, Matrix c) {
    gemm.multiplyInto(a, b, c);
    roundLastRows(c);
  }

  @Override
  public void multiplyNtInto(Operand a, Operand b, Matrix c) {
    gemm.multiplyNtInto(a, b, c);
    roundLastRows(c);
  }

  @Override
  public void multiplyTnInto(Operand a, Operand b, Matrix c, boolean accumulate) {
    gemm.multiplyTnInto(a, b, c, accumulate);
  }

  @Override
  public PreparedWeights prepare(
      int rows, Operand weights, boolean transposed, Workspace workspace) {
    return new UnpackedWeights(this, weights, transposed);
  }

  private static void roundLastRows(Matrix c) {
    int from = c.rows() / ROWS * ROWS * c.columns();
    float[] last = new float[c.size() - from];
    c.get(from, last, last.length);
    for (int i = 0; i < last.length; i++) {
      last[i] *= OTHERWISE;
    }
    c.put(from, last, last.length);
  }

  @Override
  public void close() {
    gemm.close();
  }
}
