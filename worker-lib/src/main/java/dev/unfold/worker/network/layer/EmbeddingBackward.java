package dev.unfold.worker.network.layer;

import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.parameters.SparseRows;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Sums the gradients of a chunk's rows token by token and touches no other row. */
final class EmbeddingBackward implements LayerBackward {
  private final EmbeddingTable table;
  private final Matrix vector;
  private final Matrix gradient;
  private final Matrix outputGradient;
  private final SparseRows rows;
  private final TokenPositions positions;
  private final float[] sum;
  private final float[] addend;

  EmbeddingBackward(EmbeddingTable table, PassMemory memory, Matrix vector, Matrix outputGradient) {
    ParameterTensor weight = table.weight();
    this.table = table;
    this.vector = vector;
    this.outputGradient = outputGradient;
    gradient = weight.in(vector);
    rows = SparseRows.of(weight);
    positions = new TokenPositions(weight.rows(), memory.positions());
    sum = new float[weight.columns()];
    addend = new float[weight.columns()];
  }

  /** Replaces the gradient of the previous chunk. */
  @Override
  public void backward(Chunk chunk, ForwardMode mode) {
    rows.setToZero(vector);
    positions.fill(chunk, table.input());
    CounterRandom random = table.random(mode);
    for (int rank = 0; rank < positions.count(); rank++) {
      int token = positions.token(rank);
      rows.touch(token);
      Arrays.fill(sum, 0f);
      positions.addRows(token, outputGradient, sum, addend);
      if (table.drops(mode)) {
        Elementwise.scaleInPlace(sum, table.factor(random, token), sum.length);
      }
      gradient.put(token * sum.length, sum, sum.length);
    }
  }

  @Override
  public Optional<Matrix> inputGradient() {
    return Optional.empty();
  }

  @Override
  public List<SparseRows> touchedRows() {
    return List.of(rows);
  }
}
