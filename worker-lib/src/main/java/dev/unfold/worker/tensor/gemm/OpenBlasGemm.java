package dev.unfold.worker.tensor.gemm;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.blas_set_num_threads;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.ShapeChecks;
import dev.unfold.worker.tensor.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;

/** Matrix products through OpenBLAS, for platforms without oneDNN. */
final class OpenBlasGemm implements Gemm {
  private final ReusableFloatPointer left = new ReusableFloatPointer();
  private final ReusableFloatPointer right = new ReusableFloatPointer();
  private final ReusableFloatPointer result = new ReusableFloatPointer();

  OpenBlasGemm() {
    blas_set_num_threads(1);
  }

  /**
   * Returns the version in the manifest of the jar, because the OpenBLAS bindings do not expose it.
   */
  @Override
  public String library() {
    try {
      return "OpenBLAS " + Loader.getVersion("org.bytedeco", "openblas", openblas.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Precision precision() {
    return Precision.F32;
  }

  /** Returns a constant, because OpenBLAS does not report which of its kernels it uses. */
  @Override
  public String instructionSet() {
    return System.getProperty("os.arch");
  }

  /** Returns a single row, because its kernels may compute the rows of a tile differently. */
  @Override
  public int rowsRoundedAlike() {
    return 1;
  }

  @Override
  public Operand operand(Matrix matrix, Workspace workspace) {
    return matrix;
  }

  @Override
  public void multiplyInto(Operand a, Operand b, Matrix c) {
    ShapeChecks.requireProduct(a.rows(), a.columns(), b.rows(), b.columns(), c);
    sgemm(CblasNoTrans, CblasNoTrans, a, b, c, false);
  }

  @Override
  public void multiplyNtInto(Operand a, Operand b, Matrix c) {
    ShapeChecks.requireProduct(a.rows(), a.columns(), b.columns(), b.rows(), c);
    sgemm(CblasNoTrans, CblasTrans, a, b, c, false);
  }

  @Override
  public void multiplyTnInto(Operand a, Operand b, Matrix c, boolean accumulate) {
    ShapeChecks.requireProduct(a.columns(), a.rows(), b.rows(), b.columns(), c);
    sgemm(CblasTrans, CblasNoTrans, a, b, c, accumulate);
  }

  @Override
  public PreparedWeights prepare(
      int rows, Operand weights, boolean transposed, Workspace workspace) {
    return new UnpackedWeights(this, weights, transposed);
  }

  @Override
  public void close() {
    left.close();
    right.close();
    result.close();
  }

  private void sgemm(int transA, int transB, Operand a, Operand b, Matrix c, boolean accumulate) {
    int k = transA == CblasTrans ? a.rows() : a.columns();
    cblas_sgemm(
        CblasRowMajor,
        transA,
        transB,
        c.rows(),
        c.columns(),
        k,
        1f,
        left.at(a),
        a.columns(),
        right.at(b),
        b.columns(),
        accumulate ? 1f : 0f,
        result.at(c),
        c.columns());
  }
}
