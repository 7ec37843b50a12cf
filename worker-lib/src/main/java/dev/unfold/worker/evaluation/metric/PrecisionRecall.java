package dev.unfold.worker.evaluation.metric;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Precision and recall: the share of the predicted items that are correct, and the share of the
 * expected items that were predicted. A metric with a zero denominator is 0.
 *
 * @param correct the number of correctly predicted items
 * @param predicted the number of predicted items
 * @param expected the number of expected items
 */
public record PrecisionRecall(long correct, long predicted, long expected)
    implements Statistic<PrecisionRecall> {
  /** The counts without predicted and expected items. */
  public static final PrecisionRecall NONE = new PrecisionRecall(0, 0, 0);

  /** Returns the share of the predicted items that are correct. */
  public double precision() {
    return share(correct, predicted);
  }

  /** Returns the share of the expected items that were predicted. */
  public double recall() {
    return share(correct, expected);
  }

  /** Returns the harmonic mean of precision and recall. */
  public double f1() {
    return share(2 * correct, predicted + expected);
  }

  @Override
  public PrecisionRecall plus(PrecisionRecall other) {
    return new PrecisionRecall(
        correct + other.correct, predicted + other.predicted, expected + other.expected);
  }

  @Override
  public Map<String, Object> describe() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("precision", precision());
    values.put("recall", recall());
    values.put("f1", f1());
    values.put("support", expected);
    return values;
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
