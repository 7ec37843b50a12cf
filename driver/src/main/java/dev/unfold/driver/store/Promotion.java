package dev.unfold.driver.store;

import dev.unfold.worker.model.FormatVersion;

/**
 * A version became the champion.
 *
 * @param number of the promotion, from 1
 * @param version that became it
 * @param base number of the promotion that a rollback goes back to; 0 where there is none
 * @param cause what it was
 * @param reason in words
 * @param at time of the decision, as ISO 8601 has it
 */
public record Promotion(
    FormatVersion formatVersion,
    long number,
    long version,
    long base,
    Cause cause,
    String reason,
    String at)
    implements StoreRecord {

  /** The cause of a promotion. */
  public enum Cause {
    /** A retraining. */
    RETRAINING,
    /** Someone asked for it. */
    HAND,
    /** An earlier champion came back. */
    ROLLBACK
  }

  public Promotion {
    if (number < 1 || version < 1 || base < 0 || base >= number) {
      throw new IllegalArgumentException(
          "promotion " + number + " of version " + version + " on promotion " + base);
    }
  }

  /** Creates the promotion of a challenger that was better than the champion. */
  public static Promotion ofRetraining(long number, long version, String reason, String at) {
    return new Promotion(CURRENT, number, version, number - 1, Cause.RETRAINING, reason, at);
  }

  /** Creates a manual promotion. */
  static Promotion byHand(long number, long version, String reason, String at) {
    return new Promotion(CURRENT, number, version, number - 1, Cause.HAND, reason, at);
  }

  /** Back to an earlier one. */
  static Promotion back(long number, Promotion to, String reason, String at) {
    return new Promotion(CURRENT, number, to.version(), to.base(), Cause.ROLLBACK, reason, at);
  }
}
