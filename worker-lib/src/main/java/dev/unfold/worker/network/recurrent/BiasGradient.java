package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Matrix;
import java.util.Arrays;

/** Sums the gradients of a bias over the steps, first lane by lane and finally over the lanes. */
final class BiasGradient {
  private final CellBlock block;
  private final float[][] sums;
  private final float[] total;
  private final float[] scratch;

  /**
   * @param gates the number of gates that have the bias
   * @param hidden H
   */
  BiasGradient(CellBlock block, int gates, int hidden) {
    this.block = block;
    sums = new float[gates][block.size];
    total = new float[hidden];
    scratch = new float[hidden];
  }

  void clear() {
    for (float[] sum : sums) {
      Arrays.fill(sum, 0f);
    }
  }

  /**
   * Adds the gradients of a step, which are the last elements of the array, one for each gate of
   * the bias.
   */
  void add(float[][] gradients) {
    for (int i = 0; i < sums.length; i++) {
      Elementwise.addInPlace(sums[i], gradients[gradients.length - sums.length + i], block.size);
    }
  }

  /** Adds the sums to the gradient, [1, gates * H]. */
  void addTo(Matrix gradient) {
    for (int i = 0; i < sums.length; i++) {
      gradient.get(i * total.length, total, total.length);
      block.addLanes(sums[i], total, scratch);
      gradient.put(i * total.length, total, total.length);
    }
  }
}
