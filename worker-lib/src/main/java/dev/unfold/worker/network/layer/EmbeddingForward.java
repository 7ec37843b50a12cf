package dev.unfold.worker.network.layer;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;

/** Looks the rows of a chunk's tokens up. */
public final class EmbeddingForward {
  private final Matrix weight;
  private final Matrix output;

  EmbeddingForward(Matrix weight, PassMemory memory) {
    this.weight = weight;
    output = memory.workspace().matrix(memory.positions(), weight.columns());
  }

  /** The rows of the inputs, [T * B, E]. */
  public Matrix forward(Chunk chunk) {
    int width = weight.columns();
    int positions = chunk.steps() * chunk.batch();
    for (int i = 0; i < positions; i++) {
      output.copy(i * width, weight, chunk.inputs()[i] * width, width);
    }
    return output.rows(0, positions);
  }
}
