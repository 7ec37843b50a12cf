package dev.unfold.driver.training;

import java.util.function.BooleanSupplier;

/** Asks for a stop after some rounds. */
public final class StopAfter implements BooleanSupplier {
  private int left;

  public StopAfter(int rounds) {
    left = rounds;
  }

  @Override
  public boolean getAsBoolean() {
    return left-- <= 0;
  }
}
