package dev.unfold.driver.retraining;

import dev.unfold.driver.storage.Attempt;
import dev.unfold.driver.storage.Patience;
import java.io.IOException;

/**
 * How the owner of a store writes to it: only while it is the owner, and again for a while if the
 * file system cannot take it.
 */
record Saves(Attempt attempt, Patience patience) {
  void run(Patience.Repeatable save) throws IOException {
    patience.run(
        () -> {
          attempt.requireNewest();
          save.run();
        });
  }
}
