package dev.unfold.jobs.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class StopSignalTest {
  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> halts = new LinkedBlockingQueue<>();

  @Test
  void theFirstSignalRequestsAStopTheSecondHalts() throws Exception {
    try (StopSignal stop = install()) {
      assertThat(stop.getAsBoolean()).isFalse();

      raise("TERM");
      await(stop);
      assertThat(messages.take())
          .isEqualTo("unfold: stopping after this round; press again to end at once");
      assertThat(halts).isEmpty();

      raise("TERM");
      assertThat(halts.take()).isEqualTo(143);
    }
  }

  @Test
  void closingRestoresThePreviousHandlers() throws Exception {
    try (StopSignal outer = install()) {
      try (StopSignal inner = install()) {
        raise("TERM");
        await(inner);
      }
      assertThat(outer.getAsBoolean()).isFalse();

      raise("TERM");
      await(outer);
      assertThat(halts).isEmpty();
    }
  }

  private StopSignal install() {
    return StopSignal.install(messages::add, halts::add);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(5);
    }
  }

  /** Sends a real signal to this process. */
  private static void raise(String signal) throws IOException, InterruptedException {
    String pid = Long.toString(ProcessHandle.current().pid());
    assertThat(new ProcessBuilder("kill", "-" + signal, pid).inheritIO().start().waitFor())
        .isZero();
  }
}
