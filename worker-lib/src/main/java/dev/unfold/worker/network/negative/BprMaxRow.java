package dev.unfold.worker.network.negative;

import dev.unfold.worker.tensor.Elementwise;
import java.util.Arrays;

/**
 * BPR-max (Hidasi and Karatzoglou 2018, arXiv 1706.03847), which asks that the target t is ranked
 * above the negatives, above all those with large scores r:
 *
 * <pre>
 * w(j) = softmax(r)(j)          over the negatives
 * a(j) = σ(r(t) - r(j))
 * loss = -ln(Σ w(j) a(j)) + λ Σ w(j) r(j)²
 * </pre>
 *
 * <p>A target without negatives has nothing to be ranked above: its loss is 0.
 */
final class BprMaxRow extends NegativesRow {
  /** Keeps the logarithm finite where a target is far below all negatives. */
  private static final double SMALLEST = 1e-24;

  private final double regularization;
  private final float[] scores;
  private final float[] weights;
  private final float[] above;
  private final float[] products;
  private boolean alone;
  private double ranked;
  private double squares;

  /**
   * @param regularization λ
   */
  BprMaxRow(int capacity, double regularization) {
    super(capacity);
    this.regularization = regularization;
    scores = new float[capacity];
    weights = new float[capacity];
    above = new float[capacity];
    products = new float[capacity];
  }

  @Override
  double loss(float[] values, double target, int same) {
    alone = count() == (same < 0 ? 0 : 1);
    if (alone) {
      return 0;
    }
    System.arraycopy(values, 0, scores, 0, count());
    System.arraycopy(values, 0, weights, 0, count());
    if (same >= 0) {
      weights[same] = Float.NEGATIVE_INFINITY;
    }
    float highest = largest(weights);
    Elementwise.expInPlace(weights, highest, count());
    rankAbove(values, target, highest);
    if (same >= 0) {
      weights[same] = 0;
    }
    Elementwise.scaleInPlace(weights, (float) (1 / sum(weights)), count());
    Elementwise.multiplyInto(weights, above, products, count());
    ranked = sum(products) + SMALLEST;
    Elementwise.multiplyInto(weights, scores, products, count());
    Elementwise.multiplyInto(products, scores, products, count());
    squares = sum(products);
    return -StrictMath.log(ranked) + regularization * squares;
  }

  /**
   * Computes a(j) = exp(r(t)) / (exp(r(t)) + exp(r(j))) while a weight is still exp(r(j) -
   * highest). That of the negative that is left out has no meaning, since its weight becomes 0.
   *
   * @param highest the largest score of the negatives
   */
  private void rankAbove(float[] values, double target, float highest) {
    float shift = (float) Math.max(highest, target);
    float[] exponentials = weights;
    if (shift > highest) {
      System.arraycopy(values, 0, above, 0, count());
      Elementwise.expInPlace(above, shift, count());
      exponentials = above;
    }
    float ofTarget = (float) StrictMath.exp(Math.max(-60, target - shift));
    for (int j = 0; j < count(); j++) {
      above[j] = ofTarget / (ofTarget + exponentials[j]);
    }
  }

  @Override
  double gradientInto(float[] gradient, double scale) {
    if (alone) {
      Arrays.fill(gradient, 0, count(), 0f);
      return 0;
    }
    Elementwise.multiplyInto(weights, above, products, count());
    Elementwise.multiplyInto(products, above, products, count());
    double squaresAbove = sum(products);
    float toRank = (float) (scale / ranked);
    float toScore = (float) (scale * regularization);
    float meanRank = (float) ranked;
    float meanSquare = (float) squares;
    for (int j = 0; j < count(); j++) {
      float ofRank = meanRank - above[j] * above[j];
      float ofScore = scores[j] * scores[j] - meanSquare + 2 * scores[j];
      gradient[j] = weights[j] * (toRank * ofRank + toScore * ofScore);
    }
    return -scale * (1 - squaresAbove / ranked);
  }
}
