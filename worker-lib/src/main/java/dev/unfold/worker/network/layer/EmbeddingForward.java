package dev.unfold.worker.network.layer;

import dev.unfold.worker.parameters.Tensor;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;

/** Looks the rows of a chunk's tokens up. */
final class EmbeddingForward implements LayerForward {
  private final Tensor tensor;
  private final PassMemory memory;
  private final Matrix weight;
  private final Operand output;

  EmbeddingForward(Tensor tensor, PassMemory memory) {
    this.tensor = tensor;
    this.memory = memory;
    weight = tensor.in(memory.parameters());
    output = memory.activations(weight.columns());
  }

  @Override
  public void parametersChanged() {
    // It reads the table itself.
  }

  @Override
  public void forward(Chunk chunk, Noise noise) {
    int width = weight.columns();
    int positions = chunk.steps() * chunk.batch();
    for (int i = 0; i < positions; i++) {
      output.matrix().copy(i * width, weight, chunk.inputs()[i] * width, width);
    }
    output.rows(0, positions).refresh();
  }

  @Override
  public Operand output() {
    return output;
  }

  @Override
  public LayerBackward openBackward(Matrix gradient, Matrix outputGradient) {
    return new EmbeddingBackward(tensor, memory, gradient, outputGradient);
  }
}
