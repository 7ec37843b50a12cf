package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.tensor.Matrix;

/** Moves the vectors of a row between a matrix, where they stand side by side, and the heap. */
final class GateRows {
  private GateRows() {}

  /** Reads consecutive vectors of a row from the {@code first} on. */
  static void get(Matrix matrix, int row, int first, float[][] vectors, int width) {
    int offset = row * matrix.columns() + first * width;
    for (float[] vector : vectors) {
      matrix.get(offset, vector, width);
      offset += width;
    }
  }

  /** Writes consecutive vectors of a row from the {@code first} on. */
  static void put(Matrix matrix, int row, int first, float[][] vectors, int width) {
    int offset = row * matrix.columns() + first * width;
    for (float[] vector : vectors) {
      matrix.put(offset, vector, width);
      offset += width;
    }
  }
}
