package dev.unfold.jobs.process;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jline.utils.Signals;

/**
 * Turns the first SIGINT or SIGTERM into a request to stop that the training loop polls; a second
 * one ends the process at once, with 128 plus the number of the signal.
 *
 * <p>This is a signal handler and not a shutdown hook, because hooks run concurrently with that of
 * Spark, which stops the context. Closing it restores the previous handlers.
 */
public final class StopSignal implements BooleanSupplier, AutoCloseable {
  /** The numbers of the signals, which are the same on every POSIX system. */
  private static final Map<String, Integer> SIGNALS = Map.of("INT", 2, "TERM", 15);

  private final AtomicBoolean requested = new AtomicBoolean();
  private final Map<String, Object> previous = new LinkedHashMap<>();
  private final Consumer<String> messages;
  private final IntConsumer halt;

  private StopSignal(Consumer<String> messages, IntConsumer halt) {
    this.messages = messages;
    this.halt = halt;
  }

  /** Installs the handlers; messages for the user are passed to {@code messages}. */
  public static StopSignal install(Consumer<String> messages) {
    return install(messages, Runtime.getRuntime()::halt);
  }

  static StopSignal install(Consumer<String> messages, IntConsumer halt) {
    StopSignal signal = new StopSignal(messages, halt);
    SIGNALS.forEach(
        (name, number) ->
            signal.previous.put(name, Signals.register(name, () -> signal.received(number))));
    return signal;
  }

  private void received(int number) {
    if (requested.compareAndSet(false, true)) {
      messages.accept("unfold: stopping after this round; press again to end at once");
    } else {
      halt.accept(128 + number);
    }
  }

  /** Returns whether a stop was requested. */
  @Override
  public boolean getAsBoolean() {
    return requested.get();
  }

  @Override
  public void close() {
    previous.forEach(Signals::unregister);
    previous.clear();
  }
}
