package dev.unfold.driver.corpus.statistics;

import java.io.Serializable;

/** The search for the number of a rank among those of a component, digit by digit. */
final class RankSearch {
  private Prefix prefix;
  private long rank;
  private boolean done;
  private double value;

  /**
   * The leading digits of numbers, which searches for near numbers share.
   *
   * @param column the index of the input
   * @param component the index of the numbers in its frames
   * @param digits the digits as of {@link DigitCounts#leading}
   */
  record Prefix(int column, int component, long digits) implements Serializable {}

  /**
   * @param column the index of the input
   * @param component the index of the numbers in its frames
   * @param rank the number of numbers that are before the one that is searched
   */
  RankSearch(int column, int component, long rank) {
    prefix = new Prefix(column, component, 0);
    this.rank = rank;
  }

  boolean isDone() {
    return done;
  }

  /** Returns the number, once it is found. */
  double value() {
    return value;
  }

  Prefix prefix() {
    return prefix;
  }

  /**
   * Finds the next digit.
   *
   * @param known the number of digits that are known
   * @param counts the numbers that begin with them
   */
  void advance(int known, DigitCounts counts) {
    if (counts.isSingle()) {
      value = counts.least();
      done = true;
      return;
    }
    int digit = counts.digitAt(rank);
    rank -= counts.below(digit);
    long digits = DigitCounts.append(prefix.digits(), known, digit);
    prefix = new Prefix(prefix.column(), prefix.component(), digits);
    if (known + 1 == DigitCounts.DIGITS) {
      value = DigitCounts.number(digits);
      done = true;
    }
  }
}
