package dev.unfold.worker.network.head;

import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.HalvingReduction;
import dev.unfold.worker.tensor.Matrix;
import java.util.Arrays;

/**
 * Softmax and cross-entropy of one row of logits, on the heap in segments that fit into the
 * first-level cache.
 *
 * <p>Maximum and normalizer are accumulated over the segments element by element, in f32 over few
 * enough terms that rounding errors stay small, and then reduced over the elements.
 */
final class SoftmaxRow {
  private static final int SEGMENT = 2048;
  private static final int SEGMENTS_IN_A_SUM = 16;

  private final int classes;
  private final boolean biased;
  private final float[][] values;
  private final float[][] bias;
  private final float[][] biasGradient;
  private final float[] accumulators;
  private final HalvingReduction fold;
  private double normalizer;

  /**
   * @param classes V
   * @param biased whether there is a bias
   */
  SoftmaxRow(int classes, boolean biased) {
    this.classes = classes;
    this.biased = biased;
    int segments = (classes + SEGMENT - 1) / SEGMENT;
    values = segments(segments);
    bias = segments(biased ? segments : 0);
    biasGradient = segments(biased ? segments : 0);
    accumulators = new float[Math.min(classes, SEGMENT)];
    fold = new HalvingReduction(accumulators.length);
  }

  private float[][] segments(int count) {
    float[][] segments = new float[count][];
    for (int s = 0; s < count; s++) {
      segments[s] = new float[Math.min(SEGMENT, classes - s * SEGMENT)];
    }
    return segments;
  }

  /** Sets the bias, [1, V]. */
  void setBias(Matrix from) {
    for (int s = 0; s < bias.length; s++) {
      from.get(s * SEGMENT, bias[s], bias[s].length);
    }
  }

  /**
   * Computes the loss - ln p(target) of row {@code index} of a block of logits [rows, V] that lack
   * the bias, and keeps exp(logit - largest logit) of each class for the gradient.
   *
   * @return the loss, in nats
   */
  double computeLoss(Matrix block, int index, int target) {
    return computeLoss(block, index, target, 0);
  }

  /**
   * Computes the cross-entropy of a distribution that has 1 - ε at the target and ε / V at each
   * class, as {@link #computeLoss(Matrix, int, int)}.
   *
   * @param smoothing ε
   */
  double computeLoss(Matrix block, int index, int target, double smoothing) {
    double largest = loadLogits(block, index);
    double ofTarget = values[target / SEGMENT][target % SEGMENT];
    if (smoothing > 0) {
      ofTarget = (1 - smoothing) * ofTarget + smoothing * mean();
    }
    exponentials((float) largest);
    return StrictMath.log(normalizer) + (largest - ofTarget);
  }

  private float loadLogits(Matrix block, int index) {
    Arrays.fill(accumulators, Float.NEGATIVE_INFINITY);
    for (int s = 0; s < values.length; s++) {
      int n = values[s].length;
      block.get(index * classes + s * SEGMENT, values[s], n);
      if (biased) {
        Elementwise.addInPlace(values[s], bias[s], n);
      }
      Elementwise.maxInPlace(accumulators, values[s], n);
    }
    return fold.max(accumulators, accumulators.length);
  }

  /** Returns the mean of the logits that were loaded. */
  private double mean() {
    double sum = 0;
    for (float[] segment : values) {
      for (float value : segment) {
        sum += value;
      }
    }
    return sum / classes;
  }

  private void exponentials(float largest) {
    normalizer = 0;
    Arrays.fill(accumulators, 0f);
    for (int s = 0; s < values.length; s++) {
      int n = values[s].length;
      Elementwise.expInPlace(values[s], largest, n);
      Elementwise.addInPlace(accumulators, values[s], n);
      if (s % SEGMENTS_IN_A_SUM == SEGMENTS_IN_A_SUM - 1) {
        addAccumulators();
      }
    }
    addAccumulators();
  }

  private void addAccumulators() {
    normalizer += fold.sum(accumulators, accumulators.length);
    Arrays.fill(accumulators, 0f);
  }

  /**
   * Replaces the row of the last loss by the gradient of that loss, times a scale: the probability,
   * minus the distribution of the target.
   *
   * @param smoothing as of the loss
   */
  void storeGradient(Matrix block, int index, int target, double scale, double smoothing) {
    float toGradient = (float) (scale / normalizer);
    for (float[] segment : values) {
      Elementwise.scaleInPlace(segment, toGradient, segment.length);
    }
    if (smoothing > 0) {
      subtract((float) (scale * smoothing / classes));
    }
    values[target / SEGMENT][target % SEGMENT] -= (float) (scale * (1 - smoothing));
    for (int s = 0; s < values.length; s++) {
      int n = values[s].length;
      if (biased) {
        Elementwise.addInPlace(biasGradient[s], values[s], n);
      }
      block.put(index * classes + s * SEGMENT, values[s], n);
    }
  }

  private void subtract(float share) {
    for (float[] segment : values) {
      for (int i = 0; i < segment.length; i++) {
        segment[i] -= share;
      }
    }
  }

  /** Replaces a row of logits without a target by zeros. */
  void storeZeros(Matrix block, int index) {
    for (int s = 0; s < values.length; s++) {
      Arrays.fill(values[s], 0f);
      block.put(index * classes + s * SEGMENT, values[s], values[s].length);
    }
  }

  /** Sets the gradient of the bias to zero. */
  void clearBiasGradient() {
    for (float[] segment : biasGradient) {
      Arrays.fill(segment, 0f);
    }
  }

  /**
   * Writes the sum of the gradients that were stored since the last call of {@link
   * #clearBiasGradient}, [1, V].
   */
  void putBiasGradient(Matrix to) {
    for (int s = 0; s < biasGradient.length; s++) {
      to.put(s * SEGMENT, biasGradient[s], biasGradient[s].length);
    }
  }
}
