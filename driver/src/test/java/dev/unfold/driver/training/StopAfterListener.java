package dev.unfold.driver.training;

import java.util.function.BooleanSupplier;

/** Requests a stop after a number of rounds. */
public final class StopAfterListener implements BooleanSupplier {
  private int left;

  public StopAfterListener(int rounds) {
    left = rounds;
  }

  @Override
  public boolean getAsBoolean() {
    return left-- <= 0;
  }
}
