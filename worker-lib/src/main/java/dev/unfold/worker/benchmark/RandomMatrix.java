package dev.unfold.worker.benchmark;

import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.gemm.Gemm;

/**
 * Creates operands for products that are only measured: uniform in [-1, 1), because zeros may be
 * faster.
 */
final class RandomMatrix {
  private static final Initializer VALUES = new Initializer.Uniform(1);
  private static final CounterRandom RANDOM = new CounterRandom(1);

  private RandomMatrix() {}

  static Matrix of(int rows, int columns, Workspace workspace) {
    Matrix matrix = workspace.matrix(rows, columns);
    VALUES.fill(matrix, RANDOM);
    return matrix;
  }

  /** Creates a random matrix as an operand of products. */
  static Operand operand(Gemm gemm, int rows, int columns, Workspace workspace) {
    Operand operand = gemm.operand(of(rows, columns, workspace), workspace);
    operand.refresh();
    return operand;
  }
}
