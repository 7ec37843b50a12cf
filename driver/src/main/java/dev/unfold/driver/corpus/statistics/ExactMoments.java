package dev.unfold.driver.corpus.statistics;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Mean and standard deviation of numbers by exact sums, so that they do not depend on the order of
 * the numbers. It is an ordinary class, which Kryo can read.
 */
final class ExactMoments implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final MathContext DIGITS = new MathContext(100);

  private final ExactSum sum = new ExactSum();
  private final ExactSum squares = new ExactSum();
  private long count;
  private double largest;
  private boolean allWhole = true;

  /** Adds a number, which must be finite as a float. */
  void add(double value) {
    sum.add(value);
    squares.addSquare(value);
    count++;
    largest = Math.max(largest, Math.abs(value));
    allWhole &= value == Math.rint(value);
  }

  /** Adds the numbers of another instance. */
  void addAll(ExactMoments other) {
    sum.addAll(other.sum);
    squares.addAll(other.squares);
    count += other.count;
    largest = Math.max(largest, other.largest);
    allWhole &= other.allWhole;
  }

  long count() {
    return count;
  }

  boolean isEmpty() {
    return count == 0;
  }

  double mean() {
    return sum.value().divide(BigDecimal.valueOf(count), DIGITS).doubleValue();
  }

  /** Returns the population standard deviation of the numbers. */
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
