package dev.unfold.worker.network.layer;

import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Matrix;
import java.util.Arrays;
import java.util.Optional;

/**
 * Adds the gradients of a chunk's rows to the gradient that the output layer wrote to the same
 * table.
 */
final class TiedEmbeddingBackward implements LayerBackward {
  private final EmbeddingTable table;
  private final Matrix gradient;
  private final Matrix outputGradient;
  private final TokenPositions positions;
  private final float[] sum;
  private final float[] ofRow;
  private final float[] addend;

  TiedEmbeddingBackward(
      EmbeddingTable table, PassMemory memory, Matrix vector, Matrix outputGradient) {
    this.table = table;
    ParameterTensor weight = table.weight();
    this.outputGradient = outputGradient;
    gradient = weight.in(vector);
    positions = new TokenPositions(weight.rows(), memory.positions());
    sum = new float[weight.columns()];
    ofRow = new float[weight.columns()];
    addend = new float[weight.columns()];
  }

  @Override
  public void backward(Chunk chunk, ForwardMode mode) {
    positions.fill(chunk);
    CounterRandom random = table.random(mode);
    for (int rank = 0; rank < positions.count(); rank++) {
      int token = positions.token(rank);
      gradient.get(token * sum.length, sum, sum.length);
      if (table.drops(mode)) {
        addDropped(token, table.factor(random, token));
      } else {
        positions.addRows(token, outputGradient, sum, addend);
      }
      gradient.put(token * sum.length, sum, sum.length);
    }
  }

  private void addDropped(int token, float factor) {
    Arrays.fill(ofRow, 0f);
    positions.addRows(token, outputGradient, ofRow, addend);
    Elementwise.addScaledInPlace(sum, factor, ofRow, sum.length);
  }

  @Override
  public Optional<Matrix> inputGradient() {
    return Optional.empty();
  }
}
