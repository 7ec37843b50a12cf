package dev.unfold.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Sends signals that Java itself cannot send. */
final class ProcessSignals {
  private ProcessSignals() {}

  /**
   * Sends a signal.
   *
   * @param signal the name of the signal, such as INT
   * @throws AssertionError if it cannot be sent
   */
  static void send(ProcessHandle process, String signal) {
    int exitCode;
    try {
      exitCode =
          new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
              .start()
              .onExit()
              .join()
              .exitValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (exitCode != 0) {
      throw new AssertionError("cannot send " + signal + " to " + process);
    }
  }

  /** Stops a process and continues it after a while, as if its machine had been busy. */
  static void pause(ProcessHandle process, Duration length) {
    send(process, "STOP");
    try {
      LockSupport.parkNanos(length.toNanos());
    } finally {
      send(process, "CONT");
    }
  }
}
