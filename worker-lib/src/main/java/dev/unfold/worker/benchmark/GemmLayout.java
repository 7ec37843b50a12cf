package dev.unfold.worker.benchmark;

import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.PreparedWeights;

/** The storage layout of the operands of a product [M, K] x [K, N]. */
public enum GemmLayout {
  /** The product A B. */
  NN("nn") {
    @Override
    public Runnable product(Gemm gemm, GemmShape shape, Workspace workspace) {
      Operand a = RandomMatrix.operand(gemm, shape.m(), shape.k(), workspace);
      Operand b = RandomMatrix.operand(gemm, shape.k(), shape.n(), workspace);
      Matrix c = workspace.matrix(shape.m(), shape.n());
      return () -> gemm.multiplyInto(a, b, c);
    }
  },
  /** The product A Bᵀ. */
  NT("nt") {
    @Override
    public Runnable product(Gemm gemm, GemmShape shape, Workspace workspace) {
      Operand a = RandomMatrix.operand(gemm, shape.m(), shape.k(), workspace);
      Operand b = RandomMatrix.operand(gemm, shape.n(), shape.k(), workspace);
      Matrix c = workspace.matrix(shape.m(), shape.n());
      return () -> gemm.multiplyNtInto(a, b, c);
    }
  },
  /** The product Aᵀ B. */
  TN("tn") {
    @Override
    public Runnable product(Gemm gemm, GemmShape shape, Workspace workspace) {
      Operand a = RandomMatrix.operand(gemm, shape.k(), shape.m(), workspace);
      Operand b = RandomMatrix.operand(gemm, shape.k(), shape.n(), workspace);
      Matrix c = workspace.matrix(shape.m(), shape.n());
      return () -> gemm.multiplyTnInto(a, b, c, false);
    }
  },
  /** The product A B with B prepared; the preparation is not measured. */
  PACKED("packed") {
    @Override
    public Runnable product(Gemm gemm, GemmShape shape, Workspace workspace) {
      Operand a = RandomMatrix.operand(gemm, shape.m(), shape.k(), workspace);
      Operand b = RandomMatrix.operand(gemm, shape.k(), shape.n(), workspace);
      return prepared(gemm.prepare(shape.m(), b, false, workspace), a, shape, workspace);
    }
  },
  /** The product A Bᵀ with B prepared; the preparation is not measured. */
  PACKED_TRANSPOSED("packedTransposed") {
    @Override
    public Runnable product(Gemm gemm, GemmShape shape, Workspace workspace) {
      Operand a = RandomMatrix.operand(gemm, shape.m(), shape.k(), workspace);
      Operand b = RandomMatrix.operand(gemm, shape.n(), shape.k(), workspace);
      return prepared(gemm.prepare(shape.m(), b, true, workspace), a, shape, workspace);
    }
  };

  private final String key;

  GemmLayout(String key) {
    this.key = key;
  }

  /** Returns the name in JSON. */
  public String key() {
    return key;
  }

  /** Returns a product over operands of the workspace, which can be run repeatedly. */
  public abstract Runnable product(Gemm gemm, GemmShape shape, Workspace workspace);

  private static Runnable prepared(
      PreparedWeights weights, Operand a, GemmShape shape, Workspace workspace) {
    Matrix c = workspace.matrix(shape.m(), shape.n());
    weights.refresh();
    return () -> weights.multiplyInto(a, c);
  }
}
