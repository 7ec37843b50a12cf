package dev.unfold.worker.network.layer;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;

/** Looks up the rows of a chunk's tokens. */
final class EmbeddingForward implements LayerForward {
  private final EmbeddingTable table;
  private final PassMemory memory;
  private final Matrix weight;
  private final Operand output;

  EmbeddingForward(EmbeddingTable table, PassMemory memory) {
    this.table = table;
    this.memory = memory;
    weight = table.weight().in(memory.parameters());
    output = memory.activations(weight.columns());
  }

  @Override
  public void parametersChanged() {
    // The forward pass reads the table itself.
  }

  @Override
  public void forward(Chunk chunk, ForwardMode mode) {
    int width = weight.columns();
    int positions = chunk.steps() * chunk.batch();
    int[] ids = chunk.inputs(table.input());
    for (int i = 0; i < positions; i++) {
      output.matrix().copy(i * width, weight, ids[i] * width, width);
    }
    output.rows(0, positions).refresh();
  }

  @Override
  public Operand output() {
    return output;
  }

  @Override
  public LayerBackward openBackward(Matrix gradient, Matrix outputGradient) {
    return table.tied()
        ? new TiedEmbeddingBackward(table.weight(), memory, gradient, outputGradient)
        : new EmbeddingBackward(table, memory, gradient, outputGradient);
  }
}
