package dev.unfold.worker.network.attention;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.HalvingReduction;
import dev.unfold.worker.tensor.Matrix;

/**
 * The activations tanh(q + k) of one query and all keys of a lane. They are contiguous on the heap,
 * so that the loops are long.
 */
final class AdditiveStep {
  /** The width A of the score. */
  final int width;

  /** The vector v, repeated for each step of the source. */
  final float[] vector;

  /** The activations tanh(q + k), key after key. */
  final float[] activations;

  private final float[] keys;
  private final float[] query;
  private final float[] product;
  private final float[] row;
  private final HalvingReduction fold;
  private int length;

  /**
   * @param steps the number of steps of the longest source
   */
  AdditiveStep(int steps, int width) {
    this.width = width;
    vector = new float[steps * width];
    activations = new float[steps * width];
    keys = new float[steps * width];
    query = new float[width];
    product = new float[steps * width];
    row = new float[width];
    fold = new HalvingReduction(width);
  }

  /** Sets v, [1, A]. */
  void setVector(Matrix from) {
    for (int i = 0; i < vector.length; i += width) {
      from.get(0, vector, i, width);
    }
  }

  /**
   * Copies the keys of a lane.
   *
   * @param from time-major, [S * B, A]
   */
  void setLane(Matrix from, Chunk source, int lane) {
    length = source.length(lane);
    for (int s = 0; s < length; s++) {
      from.get((s * source.batch() + lane) * width, keys, s * width, width);
    }
  }

  /** Returns the number of elements that are in use: A for each step of the lane. */
  int size() {
    return length * width;
  }

  /** Computes the activations of the query in a row of a matrix. */
  void activate(Matrix queries, int index) {
    queries.get(index * width, query, width);
    for (int s = 0; s < length; s++) {
      System.arraycopy(query, 0, activations, s * width, width);
    }
    Elementwise.addInPlace(activations, keys, size());
    Elementwise.tanhInPlace(activations, size());
  }

  /** Computes the score of each step of the lane. */
  void scoresInto(float[] scores) {
    System.arraycopy(activations, 0, product, 0, size());
    Elementwise.multiplyInto(product, vector, product, size());
    for (int s = 0; s < length; s++) {
      System.arraycopy(product, s * width, row, 0, width);
      scores[s] = (float) fold.sum(row, width);
    }
  }
}
