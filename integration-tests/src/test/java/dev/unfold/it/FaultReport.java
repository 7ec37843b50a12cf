package dev.unfold.it;

import java.time.Duration;
import java.util.Locale;

/** Prints a line for each tested fault: what was done, what happened, how long it took. */
final class FaultReport {
  private static final double MILLIS = 1000;

  private final String fault;
  private final long started = System.nanoTime();

  private FaultReport(String fault) {
    this.fault = fault;
  }

  /** Starts the measurement. */
  static FaultReport of(String fault) {
    return new FaultReport(fault);
  }

  /** Prints the line after all assertions. */
  void print(String outcome) {
    double seconds = Duration.ofNanos(System.nanoTime() - started).toMillis() / MILLIS;
    System.out.printf(Locale.ROOT, "fault: %s: %s; %.1f s%n", fault, outcome, seconds);
  }
}
