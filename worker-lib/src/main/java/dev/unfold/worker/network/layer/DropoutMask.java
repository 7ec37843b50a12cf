package dev.unfold.worker.network.layer;

import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.tensor.Matrix;

/** Applies one chunk's mask; drawn anew each time, the same for the same noise. */
final class DropoutMask {
  private static final double MANTISSA = 0x1p53;

  private final Dropout dropout;
  private final Matrix output;
  private final float[] row;

  DropoutMask(Dropout dropout, PassMemory memory) {
    this.dropout = dropout;
    output = memory.workspace().matrix(memory.positions(), dropout.width());
    row = new float[dropout.width()];
  }

  Dropout dropout() {
    return dropout;
  }

  Matrix apply(Matrix input, Noise noise) {
    CounterRandom random = noise.random().derive(dropout.place());
    for (int i = 0; i < input.rows(); i++) {
      int offset = i * row.length;
      input.get(offset, row, row.length);
      maskRow(random, offset);
      output.put(offset, row, row.length);
    }
    return output.rows(0, input.rows());
  }

  private void maskRow(CounterRandom random, long first) {
    long dropped = (long) (dropout.probability() * MANTISSA);
    float scale = (float) (1 / (1 - dropout.probability()));
    for (int j = 0; j < row.length; j++) {
      row[j] = (random.bits(first + j) >>> 11) < dropped ? 0f : row[j] * scale;
    }
  }
}
