package dev.unfold.driver.storage.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.storage.FaultyStorage;
import dev.unfold.driver.storage.commit.CommitFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptTest {
  private static final long PAUSE = Duration.ofMillis(100).toNanos();

  @TempDir private Path directory;

  @Test
  void closingItWaitsForTheBeatThatIsBeingWritten() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicInteger written = new AtomicInteger();
    CommitFolder slow =
        FaultyStorage.open(
            directory,
            (operation, done) -> {
              if (operation.equals("touch") && done) {
                written.incrementAndGet();
              } else if (operation.equals("touch")) {
                begun.countDown();
                LockSupport.parkNanos(PAUSE);
              }
            });
    Attempt attempt = new RunAttempts(slow, Duration.ofMillis(1)).claim();
    assertThat(begun.await(10, TimeUnit.MINUTES)).isTrue();
    attempt.close();
    int atTheEnd = written.get();
    assertThat(atTheEnd).isPositive();
    LockSupport.parkNanos(2 * PAUSE);
    assertThat(written).hasValue(atTheEnd);
  }
}
