package dev.unfold.worker.evaluation.metric;

import java.io.Serializable;

/**
 * The scores of the examples of a class, the positives, and of all others, the negatives. Its
 * metrics are exact: equal scores count as equal, and the order of the examples is irrelevant.
 *
 * <pre>
 * ROC-AUC = P(positive > negative) + 1/2 P(positive = negative)   (Mann and Whitney, 1947)
 * AP      = Σ (R(n) - R(n-1)) P(n)    precision P and recall R at each distinct score, descending
 * </pre>
 *
 * These are scikit-learn's {@code roc_auc_score} and {@code average_precision_score}.
 */
final class BinaryRanking implements Serializable {
  private static final long serialVersionUID = 1L;

  private final FloatSample positives;
  private final FloatSample negatives;

  BinaryRanking() {
    this(new FloatSample(), new FloatSample());
  }

  private BinaryRanking(FloatSample positives, FloatSample negatives) {
    this.positives = positives;
    this.negatives = negatives;
  }

  void add(boolean positive, float score) {
    (positive ? positives : negatives).add(score);
  }

  BinaryRanking plus(BinaryRanking other) {
    return new BinaryRanking(positives.plus(other.positives), negatives.plus(other.negatives));
  }

  /** Returns the area under the ROC curve; NaN without positives or without negatives. */
  double rocAuc() {
    float[] above = positives.sorted();
    float[] below = negatives.sorted();
    long twice = 0;
    int lower = 0;
    int notHigher = 0;
    for (float score : above) {
      while (lower < below.length && Float.compare(below[lower], score) < 0) {
        lower++;
      }
      notHigher = Math.max(notHigher, lower);
      while (notHigher < below.length && Float.compare(below[notHigher], score) == 0) {
        notHigher++;
      }
      twice += lower + notHigher;
    }
    return twice / (2.0 * above.length * below.length);
  }

  /** Returns the average precision; NaN without positives. */
  double averagePrecision() {
    float[] above = positives.sorted();
    float[] below = negatives.sorted();
    double sum = 0;
    int negative = below.length;
    int end = above.length;
    while (end > 0) {
      float score = above[end - 1];
      int start = end;
      while (start > 0 && Float.compare(above[start - 1], score) == 0) {
        start--;
      }
      while (negative > 0 && Float.compare(below[negative - 1], score) >= 0) {
        negative--;
      }
      int found = above.length - start;
      sum += (double) (end - start) * found / (found + below.length - negative);
      end = start;
    }
    return sum / above.length;
  }
}
