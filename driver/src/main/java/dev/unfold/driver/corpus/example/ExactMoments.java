package dev.unfold.driver.corpus.example;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Mean and deviation of numbers by exact sums, so that they are the same in whatever order the
 * numbers come; an ordinary class, which Kryo can read.
 */
final class ExactMoments implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final MathContext DIGITS = new MathContext(100);

  private final ExactSum sum = new ExactSum();
  private final ExactSum squares = new ExactSum();
  private long count;
  private double largest;
  private boolean allWhole = true;

  /** Adds a number, which is finite as a float, too. */
  void add(double value) {
    sum.add(value);
    squares.addSquare(value);
    count++;
    largest = Math.max(largest, Math.abs(value));
    allWhole &= value == Math.rint(value);
  }

  /** Adds what another has summed. */
  void addAll(ExactMoments other) {
    sum.addAll(other.sum);
    squares.addAll(other.squares);
    count += other.count;
    largest = Math.max(largest, other.largest);
    allWhole &= other.allWhole;
  }

  double mean() {
    return sum.value().divide(BigDecimal.valueOf(count), DIGITS).doubleValue();
  }

  /** Returns the standard deviation of the numbers as a whole population. */
  double deviation() {
    BigDecimal numbers = BigDecimal.valueOf(count);
    BigDecimal total = sum.value();
    BigDecimal scaled = numbers.multiply(squares.value()).subtract(total.multiply(total));
    return Math.sqrt(Math.max(0, scaled.divide(numbers.multiply(numbers), DIGITS).doubleValue()));
  }

  /** Returns the greatest magnitude of a number. */
  double largest() {
    return largest;
  }

  /** Returns whether no number has a fraction. */
  boolean isWhole() {
    return allWhole;
  }
}
