package dev.unfold.worker.network.layer;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.gemm.Gemm;

/**
 * The resources of a pass: matrix multiplication, memory, parameters and the largest shape of a
 * chunk.
 *
 * @param gemm the matrix multiplication of this thread
 * @param workspace the workspace that the activations are allocated from
 * @param parameters the flat vector, [1, P with padding]
 * @param steps T, of the longest chunk
 * @param batch B
 * @param sourceSteps the number of steps of the longest source of a chunk; 0 if chunks have no
 *     source
 */
public record PassMemory(
    Gemm gemm, Workspace workspace, Matrix parameters, int steps, int batch, int sourceSteps) {

  /** Creates the resources of a pass over chunks without a source. */
  public PassMemory(Gemm gemm, Workspace workspace, Matrix parameters, int steps, int batch) {
    this(gemm, workspace, parameters, steps, batch, 0);
  }

  /**
   * Creates the resources of a pass over chunks of the same shape as the given one.
   *
   * @param chunk a chunk of the largest shape
   */
  public static PassMemory of(Gemm gemm, Workspace workspace, Matrix parameters, Chunk chunk) {
    int sourceSteps = chunk.source().map(Chunk::steps).orElse(0);
    return new PassMemory(gemm, workspace, parameters, chunk.steps(), chunk.batch(), sourceSteps);
  }

  /** Returns the resources of the pass that encodes the sources of the chunks. */
  public PassMemory forSource() {
    return new PassMemory(gemm, workspace, parameters, sourceSteps, batch);
  }

  /** Returns T * B. */
  public int positions() {
    return steps * batch;
  }

  /** Allocates the outputs of a layer, [T * B, width], as an operand of matrix products. */
  public Operand activations(int width) {
    return operand(positions(), width);
  }

  /** Allocates an operand of matrix products, [rows, width]. */
  public Operand operand(int rows, int width) {
    return gemm.operand(workspace.matrix(rows, width), workspace);
  }
}
