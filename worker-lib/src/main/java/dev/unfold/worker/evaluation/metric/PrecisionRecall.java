package dev.unfold.worker.evaluation.metric;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Precision and recall: the share of the predicted items that are correct, and the share of the
 * expected items that were predicted. Each figure is 0 where it would divide by 0.
 *
 * @param correct how many were found that are there
 * @param found how many were found
 * @param expected how many are there
 */
public record PrecisionRecall(long correct, long found, long expected)
    implements Statistic<PrecisionRecall> {
  /** No predicted and no expected items. */
  public static final PrecisionRecall NONE = new PrecisionRecall(0, 0, 0);

  /** Share of the found that are correct. */
  public double precision() {
    return share(correct, found);
  }

  /** Share of the expected that were found. */
  public double recall() {
    return share(correct, expected);
  }

  /** Returns the harmonic mean of precision and recall. */
  public double f1() {
    return share(2 * correct, found + expected);
  }

  @Override
  public PrecisionRecall plus(PrecisionRecall other) {
    return new PrecisionRecall(
        correct + other.correct, found + other.found, expected + other.expected);
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
