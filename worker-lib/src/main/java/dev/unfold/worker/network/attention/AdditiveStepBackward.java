package dev.unfold.worker.network.attention;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Matrix;
import java.util.Arrays;

/** Back-propagates through the activations of one query after the other. */
final class AdditiveStepBackward {
  private final AdditiveStep step;
  private final float[] scores;
  private final float[] gradient;
  private final float[] keys;
  private final float[] vectors;
  private final float[] sum;
  private final float[] addend;

  AdditiveStepBackward(AdditiveStep step) {
    this.step = step;
    int size = step.activations.length;
    scores = new float[size];
    gradient = new float[size];
    keys = new float[size];
    vectors = new float[size];
    sum = new float[step.width];
    addend = new float[step.width];
  }

  /** Sets the gradient of v to zero. */
  void clearVector() {
    Arrays.fill(vectors, 0f);
  }

  /** Sets the gradient of the keys of a lane to zero. */
  void clearKeys() {
    Arrays.fill(keys, 0f);
  }

  /**
   * Adds to the gradients of v and of the keys, and writes the gradient of the query.
   *
   * @param scoreGradient the gradient of the score of each step of the lane
   * @param queryGradient the matrix whose row {@code index} is written
   */
  void backward(float[] scoreGradient, Matrix queryGradient, int index) {
    int size = step.size();
    for (int i = 0; i < size; i += step.width) {
      Arrays.fill(scores, i, i + step.width, scoreGradient[i / step.width]);
    }
    addProducts(vectors, scores, step.activations, size);
    throughTanh(gradient, scores, step.vector, step.activations, size);
    Elementwise.addInPlace(keys, gradient, size);
    sumOver(gradient, size);
    queryGradient.put(index * step.width, sum, step.width);
  }

  /** x += y ⊙ z. */
  private static void addProducts(float[] x, float[] y, float[] z, int n) {
    for (int i = 0; i < n; i++) {
      x[i] = Math.fma(y[i], z[i], x[i]);
    }
  }

  /** da = d ⊙ v ⊙ (1 - y²). */
  private static void throughTanh(float[] da, float[] d, float[] v, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      da[i] = d[i] * v[i] * (1f - y[i] * y[i]);
    }
  }

  private void sumOver(float[] values, int size) {
    Arrays.fill(sum, 0f);
    for (int i = 0; i < size; i += step.width) {
      System.arraycopy(values, i, addend, 0, step.width);
      Elementwise.addInPlace(sum, addend, step.width);
    }
  }

  /**
   * Writes the gradient of the keys of a lane, with zeros after its last step.
   *
   * @param to time-major, [S * B, A]
   */
  void putKeys(Matrix to, Chunk source, int lane) {
    for (int s = 0; s < source.steps(); s++) {
      to.put((s * source.batch() + lane) * step.width, keys, s * step.width, step.width);
    }
  }

  /** Writes the gradient of v, [1, A]. */
  void putVector(Matrix to) {
    sumOver(vectors, vectors.length);
    to.put(0, sum, step.width);
  }
}
