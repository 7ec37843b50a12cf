package dev.unfold.driver.retraining;

import dev.unfold.driver.store.StoreRecord;
import dev.unfold.worker.model.FormatVersion;
import java.util.Map;

/**
 * The decision on a plan.
 *
 * @param number of the plan
 * @param verdict in a word
 * @param heldOutSha256 of the corpus that was compared on, or of a failure of all files that are
 *     not trained on but may be its reason; empty where neither is
 * @param champion its figures on it, by name; empty where there was none
 * @param challenger likewise
 * @param reason in words
 * @param at time, as ISO 8601 has it
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
    /** The plan was overtaken before its challenger was trained or compared. */
    VOID,
    /** The retraining failed because of the corpus or the settings. */
    FAILED
  }

  public RetrainingDecision {
    champion = Map.copyOf(champion);
    challenger = Map.copyOf(challenger);
  }

  /** Returns the decision on a plan that was overtaken. */
  static RetrainingDecision overtaken(long number, String reason, String at) {
    return new RetrainingDecision(
        CURRENT, number, Verdict.VOID, "", Map.of(), Map.of(), reason, at);
  }

  /**
   * Returns the decision on a plan that failed for good.
   *
   * @param othersSha256 of the files that are not trained on, but may be the reason
   */
  static RetrainingDecision failed(long number, String othersSha256, String reason, String at) {
    return new RetrainingDecision(
        CURRENT, number, Verdict.FAILED, othersSha256, Map.of(), Map.of(), reason, at);
  }
}
