package dev.unfold.worker.sequence.value;

import java.math.BigDecimal;
import java.util.Optional;

/** Numbers of any type that are whole, as text. */
public final class WholeNumber {
  /** The maximum number of digits of a whole number: 1e300 has 301 of them. */
  public static final int MAX_DIGITS = 1000;

  private WholeNumber() {}

  /**
   * Returns the digits of a number, which are the same whatever its type is; empty if it is not
   * whole, or has more than {@link #MAX_DIGITS} digits.
   */
  public static Optional<String> text(Number value) {
    try {
      BigDecimal number = new BigDecimal(value.toString()).stripTrailingZeros();
      return number.scale() <= 0 && !isLong(number)
          ? Optional.of(number.toPlainString())
          : Optional.empty();
    } catch (ArithmeticException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Returns whether a number has more than {@link #MAX_DIGITS} digits before its point. */
  public static boolean isLong(Number value) {
    return value instanceof BigDecimal number
        && number.precision() - (long) number.scale() > MAX_DIGITS;
  }
}
