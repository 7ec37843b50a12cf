package dev.unfold.worker.network;

import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.memory.Opening;

/**
 * A forward pass over parameters that do not change, with the memory of both.
 *
 * @param workspace the memory, which is freed with the pass
 */
public record OpenPass(ForwardPass forward, Workspace workspace) implements AutoCloseable {
  /**
   * Opens a pass of a network; if that fails, its memory is freed.
   *
   * @param gemm the matrix multiplication of the calling thread, which is not closed with the pass
   * @param values the parameters, in the layout of the network
   * @param largest a chunk of the largest shape
   */
  public static OpenPass of(Network network, Gemm gemm, float[] values, Chunk largest) {
    Workspace workspace = new Workspace();
    return Opening.orElse(
        workspace::close,
        () -> {
          Matrix parameters = workspace.vector(network.parameters().length());
          parameters.set(values);
          ForwardPass forward = network.open(PassMemory.of(gemm, workspace, parameters, largest));
          forward.parametersChanged();
          return new OpenPass(forward, workspace);
        });
  }

  @Override
  public void close() {
    workspace.close();
  }
}
