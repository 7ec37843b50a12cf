package dev.unfold.worker.network.layer;

import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;

/** Looks up the rows of a chunk's tokens. */
final class EmbeddingForward implements LayerForward {
  private final EmbeddingTable table;
  private final PassMemory memory;
  private final Matrix weight;
  private final Operand output;
  private final float[] row;

  EmbeddingForward(EmbeddingTable table, PassMemory memory) {
    this.table = table;
    this.memory = memory;
    weight = table.weight().in(memory.parameters());
    output = memory.activations(weight.columns());
    row = new float[weight.columns()];
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
    if (table.drops(mode)) {
      dropRows(ids, positions, table.random(mode));
    }
    output.rows(0, positions).refresh();
  }

  private void dropRows(int[] ids, int positions, CounterRandom random) {
    int width = row.length;
    for (int i = 0; i < positions; i++) {
      output.matrix().get(i * width, row, width);
      Elementwise.scaleInPlace(row, table.factor(random, ids[i]), width);
      output.matrix().put(i * width, row, width);
    }
  }

  @Override
  public Operand output() {
    return output;
  }

  @Override
  public LayerBackward openBackward(Matrix gradient, Matrix outputGradient) {
    return table.tied()
        ? new TiedEmbeddingBackward(table, memory, gradient, outputGradient)
        : new EmbeddingBackward(table, memory, gradient, outputGradient);
  }
}
