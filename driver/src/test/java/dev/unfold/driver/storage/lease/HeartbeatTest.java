package dev.unfold.driver.storage.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.RecordedLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
  private static final String FOLDER = "/folder";
  private static final Duration INTERVAL = Duration.ofMillis(1);

  @Test
  void closingItWaitsForTheSignThatIsBeingWritten() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicInteger written = new AtomicInteger();
    Heartbeat heartbeat =
        new Heartbeat(
            FOLDER,
            INTERVAL,
            () -> {
              begun.countDown();
              pause();
              written.incrementAndGet();
            });
    assertThat(begun.await(10, TimeUnit.MINUTES)).isTrue();
    heartbeat.close();
    int atTheEnd = written.get();
    assertThat(atTheEnd).isPositive();
    pause();
    pause();
    assertThat(written).hasValue(atTheEnd);
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aSignThatFailsIsWrittenAgain() throws Exception {
    CountDownLatch signs = new CountDownLatch(3);
    try (RecordedLog log = new RecordedLog(Level.WARN);
        Heartbeat heartbeat =
            new Heartbeat(
                FOLDER,
                INTERVAL,
                () -> {
                  signs.countDown();
                  if (signs.getCount() == 1) {
                    throw new OutOfMemoryError("no heap is left");
                  }
                  throw new UncheckedIOException(new IOException("the storage is away"));
                })) {
      assertThat(heartbeat).isNotNull();
      assertThat(signs.await(10, TimeUnit.MINUTES)).isTrue();
      assertThat(log.lines()).anyMatch(line -> line.contains("/folder is in use"));
    }
  }
}
