package dev.unfold.worker.network.head;

/** The logarithm of the normalizer of a softmax. */
public final class LogSumExp {
  private LogSumExp() {}

  /** Returns ln Σ exp(logit), in double precision. */
  public static double of(float[] logits) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      largest = Math.max(largest, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += StrictMath.exp(logit - largest);
    }
    return largest + StrictMath.log(sum);
  }
}
