package dev.unfold.driver.retraining;

import dev.unfold.driver.store.StoreRecord;
import dev.unfold.worker.model.FormatVersion;
import java.util.Map;

/**
 * What became of a plan.
 *
 * @param number of the plan
 * @param verdict in a word
 * @param heldOutSha256 of the corpus that was compared on; empty where nothing was
 * @param champion its figures on it, by name; empty where there was none
 * @param challenger likewise
 * @param reason in words
 * @param at time, as ISO 8601 has it
 */
public record Decision(
    FormatVersion formatVersion,
    long number,
    Verdict verdict,
    String heldOutSha256,
    Map<String, Double> champion,
    Map<String, Double> challenger,
    String reason,
    String at)
    implements StoreRecord {

  /** What was decided. */
  public enum Verdict {
    /** The challenger becomes the champion. */
    PROMOTE,
    /** It does not; it stays a version that can be looked at. */
    REFUSE,
    /** The plan was overtaken before its challenger was trained or compared. */
    VOID,
    /** Training ended for a reason that trying again does not mend. */
    FAILED
  }

  public Decision {
    champion = Map.copyOf(champion);
    challenger = Map.copyOf(challenger);
  }

  /** Without a comparison. */
  static Decision without(long number, Verdict verdict, String reason, String at) {
    return new Decision(CURRENT, number, verdict, "", Map.of(), Map.of(), reason, at);
  }
}
