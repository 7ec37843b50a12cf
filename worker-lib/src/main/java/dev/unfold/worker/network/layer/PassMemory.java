package dev.unfold.worker.network.layer;

import dev.unfold.worker.tensor.Gemm;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.Workspace;

/**
 * What a pass computes with and on.
 *
 * @param gemm the matrix products of this thread
 * @param workspace that the activations are taken from
 * @param parameters the flat vector, [1, P with padding]
 * @param steps T, of the longest chunk
 * @param batch B
 */
public record PassMemory(Gemm gemm, Workspace workspace, Matrix parameters, int steps, int batch) {
  /** T * B. */
  public int positions() {
    return steps * batch;
  }

  /** Memory for the outputs of a layer, [T * B, width], that other layers multiply. */
  public Operand activations(int width) {
    return gemm.operand(workspace.matrix(positions(), width), workspace);
  }
}
