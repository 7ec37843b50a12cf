package dev.unfold.worker.network.layer;

import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.tensor.Matrix;

/**
 * Applies the dropout mask of a chunk, which is redrawn on each call and is the same for the same
 * noise.
 */
final class DropoutMask {
  private static final double MANTISSA = 0x1p53;

  private final double probability;
  private final int place;
  private final float[] row;
  private final long[] increments;
  private final long[] bits;

  /**
   * @param place the place of the dropout layer in the stack
   */
  DropoutMask(double probability, int width, int place) {
    this.probability = probability;
    this.place = place;
    row = new float[width];
    increments = CounterRandom.increments(width);
    bits = new long[width];
  }

  /** Copies the rows of the first positions, through the mask if there is noise. */
  void apply(Matrix input, Matrix output, int positions, ChunkNoise noise) {
    if (!noise.active()) {
      output.copy(0, input, 0, positions * row.length);
      return;
    }
    CounterRandom random = noise.random().derive(place);
    for (int i = 0; i < positions; i++) {
      int offset = i * row.length;
      input.get(offset, row, row.length);
      maskRow(random, offset);
      output.put(offset, row, row.length);
    }
  }

  /** Masks without a branch, which no processor could predict. */
  private void maskRow(CounterRandom random, long first) {
    random.bitsInto(first, increments, bits);
    long dropped = (long) (probability * MANTISSA);
    float scale = (float) (1 / (1 - probability));
    for (int j = 0; j < row.length; j++) {
      int kept = (int) ~(((bits[j] >>> 11) - dropped) >> 63);
      row[j] = Float.intBitsToFloat(Float.floatToRawIntBits(row[j] * scale) & kept);
    }
  }
}
