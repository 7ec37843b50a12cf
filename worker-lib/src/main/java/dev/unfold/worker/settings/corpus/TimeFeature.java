package dev.unfold.worker.settings.corpus;

/** What a network reads of the time of a step. Times are in UTC. */
public enum TimeFeature {
  /** The logarithm of the seconds since the step before; 0 for the first step. */
  SINCE_PREVIOUS,
  /** The logarithm of the seconds since the first step. */
  SINCE_FIRST,
  /** The time of day, as sine and cosine. */
  HOUR,
  /** The day of the week, as sine and cosine. */
  WEEKDAY,
  /** The month of the year, as sine and cosine. */
  MONTH;

  /** Returns whether it is a distance in time; otherwise it is a position in a cycle. */
  public boolean isDistance() {
    return this == SINCE_PREVIOUS || this == SINCE_FIRST;
  }

  /** Returns the number of its numbers. */
  public int width() {
    return isDistance() ? 1 : 2;
  }
}
