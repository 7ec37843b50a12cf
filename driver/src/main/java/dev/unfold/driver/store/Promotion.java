package dev.unfold.driver.store;

import dev.unfold.worker.model.FormatVersion;

/**
 * The record that a version became the champion.
 *
 * @param number the number of the promotion, from 1
 * @param version the version that became the champion
 * @param base the number of the promotion that a rollback restores; 0 if there is none
 * @param cause the cause of the promotion
 * @param reason a description of the reason
 * @param at the time of the decision in ISO 8601
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
    /** A retraining promoted the version. */
    RETRAINING,
    /** A user promoted the version. */
    HAND,
    /** A rollback restored an earlier champion. */
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

  /** Creates a promotion that restores an earlier champion. */
  static Promotion rollback(long number, Promotion to, String reason, String at) {
    return new Promotion(CURRENT, number, to.version(), to.base(), Cause.ROLLBACK, reason, at);
  }
}
