package dev.unfold.driver.training;

import java.util.function.BooleanSupplier;

/** Asks for a stop after some rounds. */
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
