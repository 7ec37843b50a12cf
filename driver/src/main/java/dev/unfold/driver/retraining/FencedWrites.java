package dev.unfold.driver.retraining;

import dev.unfold.driver.storage.commit.RetryPolicy;
import dev.unfold.driver.storage.lease.Attempt;
import java.io.IOException;

/**
 * Writes to a store on behalf of its owner: only while the claim is the newest, and with retries on
 * transient storage faults.
 */
record FencedWrites(Attempt attempt, RetryPolicy retryPolicy) {
  void run(RetryPolicy.Repeatable save) throws IOException {
    retryPolicy.run(
        () -> {
          attempt.requireNewest();
          save.run();
        });
  }
}
