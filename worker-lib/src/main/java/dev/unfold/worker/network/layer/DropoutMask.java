package dev.unfold.worker.network.layer;

import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.tensor.Matrix;

/**
 * Applies the dropout mask of a chunk, which is redrawn on each call and is the same for the same
 * noise.
 */
final class DropoutMask {
  private static final double MANTISSA = 0x1p53;

  private final Dropout dropout;
  private final float[] row;

  DropoutMask(Dropout dropout) {
    this.dropout = dropout;
    row = new float[dropout.width()];
  }

  /** Copies the rows of the first positions, through the mask if there is noise. */
  void apply(Matrix input, Matrix output, int positions, ChunkNoise noise) {
    if (!noise.active()) {
      output.copy(0, input, 0, positions * row.length);
      return;
    }
    CounterRandom random = noise.random().derive(dropout.place());
    for (int i = 0; i < positions; i++) {
      int offset = i * row.length;
      input.get(offset, row, row.length);
      maskRow(random, offset);
      output.put(offset, row, row.length);
    }
  }

  private void maskRow(CounterRandom random, long first) {
    long dropped = (long) (dropout.probability() * MANTISSA);
    float scale = (float) (1 / (1 - dropout.probability()));
    for (int j = 0; j < row.length; j++) {
      row[j] = (random.bits(first + j) >>> 11) < dropped ? 0f : row[j] * scale;
    }
  }
}
