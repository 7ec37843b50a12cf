package dev.unfold.driver.retraining;

import dev.unfold.driver.store.StoreRecord;
import dev.unfold.worker.model.FormatVersion;
import java.util.Map;

/**
 * The decision on a plan.
 *
 * @param number the number of the plan
 * @param verdict the verdict
 * @param heldOutSha256 the hash of the corpus of the comparison; for a failure, that of all files
 *     that are not trained on but may be its cause; otherwise empty
 * @param champion the metrics of the champion, by name; empty if there was none
 * @param challenger the metrics of the challenger, by name
 * @param reason a description of the reason
 * @param at the time in ISO 8601
 */
public record RetrainingDecision(
    FormatVersion formatVersion,
    long number,
    Verdict verdict,
    String heldOutSha256,
    Map<String, Double> champion,
    Map<String, Double> challenger,
    String reason,
    String at)
    implements StoreRecord {

  /** The verdict of a decision. */
  public enum Verdict {
    /** The challenger becomes the champion. */
    PROMOTE,
    /** The challenger is not promoted, but kept as a version. */
    REFUSE,
    /** The plan was abandoned before its challenger was trained or compared. */
    VOID,
    /** The retraining failed because of the corpus or the settings. */
    FAILED
  }

  public RetrainingDecision {
    champion = Map.copyOf(champion);
    challenger = Map.copyOf(challenger);
  }

  /** Returns the decision on a plan that was abandoned. */
  static RetrainingDecision abandoned(long number, String reason, String at) {
    return new RetrainingDecision(
        CURRENT, number, Verdict.VOID, "", Map.of(), Map.of(), reason, at);
  }

  /**
   * Returns the decision on a plan that failed permanently.
   *
   * @param othersSha256 the hash of the files that are not trained on but may be the cause
   */
  static RetrainingDecision failed(long number, String othersSha256, String reason, String at) {
    return new RetrainingDecision(
        CURRENT, number, Verdict.FAILED, othersSha256, Map.of(), Map.of(), reason, at);
  }
}
