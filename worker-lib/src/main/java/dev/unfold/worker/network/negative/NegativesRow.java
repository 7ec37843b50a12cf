package dev.unfold.worker.network.negative;

import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.HalvingReduction;
import dev.unfold.worker.tensor.Matrix;
import java.util.Arrays;

/** Softmax and cross-entropy of one target among the negatives. */
final class NegativesRow {
  private final int count;
  private final float[] offsets;
  private final float[] values;
  private final float[] scratch;
  private final float[] sums;
  private final HalvingReduction fold;
  private double ofNegatives;
  private double normalizer;

  /**
   * @param count n, the number of negatives
   */
  NegativesRow(int count) {
    this.count = count;
    offsets = new float[count];
    values = new float[count];
    scratch = new float[count];
    sums = new float[count];
    fold = new HalvingReduction(count);
  }

  /** Returns what is added to the product of each negative, [n], to be set for each chunk. */
  float[] offsets() {
    return offsets;
  }

  /** Sets {@link #gradientSums} to zero. */
  void begin() {
    Arrays.fill(sums, 0f);
  }

  /**
   * Computes the loss of a target among itself and the negatives.
   *
   * @param block products of features and negatives, [rows, n]
   * @param target the score of the target
   * @param same the negative that is the target's class, which is left out; -1 if there is none
   * @return the loss, in nats
   */
  double computeLoss(Matrix block, int row, double target, int same) {
    block.get(row * count, values, count);
    Elementwise.addInPlace(values, offsets, count);
    if (same >= 0) {
      values[same] = Float.NEGATIVE_INFINITY;
    }
    System.arraycopy(values, 0, scratch, 0, count);
    double largest = Math.max(fold.max(scratch, count), target);
    Elementwise.expInPlace(values, (float) largest, count);
    if (same >= 0) {
      values[same] = 0;
    }
    System.arraycopy(values, 0, scratch, 0, count);
    ofNegatives = fold.sum(scratch, count);
    normalizer = ofNegatives + StrictMath.exp(target - (float) largest);
    return StrictMath.log(normalizer) + ((float) largest - target);
  }

  /**
   * Replaces the row of the last loss by the gradient of that loss with respect to the scores of
   * the negatives, times a scale: their probabilities.
   *
   * @return the gradient with respect to the score of the target: its probability minus 1
   */
  double storeGradient(Matrix block, int row, double scale) {
    Elementwise.scaleInPlace(values, (float) (scale / normalizer), count);
    Elementwise.addInPlace(sums, values, count);
    block.put(row * count, values, count);
    return -scale * (ofNegatives / normalizer);
  }

  /** Replaces a row without a target by zeros. */
  void storeZeros(Matrix block, int row) {
    Arrays.fill(values, 0f);
    block.put(row * count, values, count);
  }

  /** Returns the sums of the gradients that were stored since {@link #begin}, [n]. */
  float[] gradientSums() {
    return sums;
  }
}
