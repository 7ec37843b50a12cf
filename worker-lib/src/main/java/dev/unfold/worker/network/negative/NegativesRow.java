package dev.unfold.worker.network.negative;

import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.HalvingReduction;
import dev.unfold.worker.tensor.Matrix;
import java.util.Arrays;

/** The loss of one target among the negatives, and its gradient. */
abstract class NegativesRow {
  private final float[] offsets;
  private final float[] values;
  private final float[] scratch;
  private final float[] sums;
  private final HalvingReduction fold;
  private int count;
  private int width;

  /**
   * @param capacity n, the maximum number of negatives
   */
  NegativesRow(int capacity) {
    offsets = new float[capacity];
    values = new float[capacity];
    scratch = new float[capacity];
    sums = new float[capacity];
    fold = new HalvingReduction(capacity);
  }

  /** Returns the number of negatives of the chunk, which are the first of the n elements. */
  final int count() {
    return count;
  }

  /** Returns what is added to the product of each negative, [n], to be set for each chunk. */
  final float[] offsets() {
    return offsets;
  }

  /**
   * Sets {@link #gradientSums} to zero.
   *
   * @param negatives the number of negatives of the chunk
   * @param columns the number of columns of the products, at least as many
   */
  final void begin(int negatives, int columns) {
    count = negatives;
    width = columns;
    Arrays.fill(sums, 0f);
  }

  /**
   * Computes the loss of a target.
   *
   * @param block products of features and negatives, [rows, columns]
   * @param target the score of the target
   * @param same the negative that is the target's class, which is left out; -1 if there is none
   * @return the loss
   */
  final double computeLoss(Matrix block, int row, double target, int same) {
    block.get(row * width, values, width);
    Elementwise.addInPlace(values, offsets, width);
    return loss(values, target, same);
  }

  /**
   * Computes the loss.
   *
   * @param scores the scores of the negatives, [n], which may be overwritten
   */
  abstract double loss(float[] scores, double target, int same);

  /**
   * Computes the gradient of the last loss with respect to the scores, times a scale.
   *
   * @param gradient receives that of the negatives, [n]; it is the array that the loss was given
   * @return that of the target
   */
  abstract double gradientInto(float[] gradient, double scale);

  /**
   * Replaces the row of the last loss by its gradient with respect to the scores of the negatives,
   * times a scale.
   *
   * @return the gradient with respect to the score of the target
   */
  final double storeGradient(Matrix block, int row, double scale) {
    double ofTarget = gradientInto(values, scale);
    Arrays.fill(values, count, width, 0f);
    Elementwise.addInPlace(sums, values, width);
    block.put(row * width, values, width);
    return ofTarget;
  }

  /** Replaces a row without a target by zeros. */
  final void storeZeros(Matrix block, int row) {
    Arrays.fill(values, 0, width, 0f);
    block.put(row * width, values, width);
  }

  /** Returns the sums of the gradients that were stored since {@link #begin}, [n]. */
  final float[] gradientSums() {
    return sums;
  }

  /** Returns the largest element of the negatives in an array, [n], which stays as it is. */
  final float largest(float[] x) {
    System.arraycopy(x, 0, scratch, 0, count);
    return fold.max(scratch, count);
  }

  /** Returns the sum of the elements of the negatives in an array, [n], which stays as it is. */
  final double sum(float[] x) {
    System.arraycopy(x, 0, scratch, 0, count);
    return fold.sum(scratch, count);
  }
}
