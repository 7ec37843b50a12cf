package dev.unfold.worker.network.layer;

import dev.unfold.worker.parameters.Spans;
import dev.unfold.worker.parameters.Tensor;
import dev.unfold.worker.parameters.TouchedRows;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Matrix;
import java.util.Arrays;

/** Adds the gradients of a chunk's rows up, token by token; touches no other row. */
public final class EmbeddingBackward {
  private final Matrix vector;
  private final Matrix gradient;
  private final TouchedRows rows;
  private final float[] sum;
  private final float[] addend;

  EmbeddingBackward(Tensor weight, Matrix vector) {
    this.vector = vector;
    gradient = weight.in(vector);
    rows = new TouchedRows(weight);
    sum = new float[Math.max(weight.columns(), Spans.BLOCK)];
    addend = new float[weight.columns()];
  }

  /** The rows that the last chunk touched. */
  public TouchedRows touchedRows() {
    return rows;
  }

  /**
   * Replaces the gradient of the last chunk.
   *
   * @param outputGradient [T * B, E]
   */
  public void backward(Matrix outputGradient, Chunk chunk) {
    clear();
    int width = gradient.columns();
    for (int i = 0; i < chunk.steps() * chunk.batch(); i++) {
      if (chunk.targets()[i] != Chunk.NO_TARGET) {
        int row = chunk.inputs()[i];
        rows.touch(row);
        gradient.get(row * width, sum, width);
        outputGradient.get(i * width, addend, width);
        Elementwise.addInPlace(sum, addend, width);
        gradient.put(row * width, sum, width);
      }
    }
  }

  private void clear() {
    Arrays.fill(sum, 0f);
    rows.forEach((offset, count) -> vector.put(offset, sum, count));
    rows.clear();
  }
}
