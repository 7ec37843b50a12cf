package dev.unfold.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A running program whose output streams both go to one file. */
public final class ClusterProgram {

  /** The result of a program. */
  public record Finished(int exitCode, String output) {
    /** Returns the lines of Unfold itself, except the one that it starts with. */
    List<String> messages() {
      return output
          .lines()
          .filter(line -> line.startsWith("unfold: ") && !line.startsWith("unfold: starting "))
          .toList();
    }
  }

  private final List<String> command;
  private final Process process;
  private final Path outputFile;

  private ClusterProgram(List<String> command, Process process, Path outputFile) {
    this.command = command;
    this.process = process;
    this.outputFile = outputFile;
  }

  /**
   * Starts a program.
   *
   * @param outputFile the file for the output, which is created or truncated
   * @param environment variables that are added to those of this process
   */
  public static ClusterProgram start(
      Path outputFile, Map<String, String> environment, List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(outputFile.toFile());
    builder.environment().putAll(environment);
    try {
      return new ClusterProgram(List.copyOf(command), builder.start(), outputFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the process, to signal or kill it. */
  public Process process() {
    return process;
  }

  /** Returns the output so far. */
  public String output() {
    try {
      return Files.readString(outputFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits while the program runs.
   *
   * @param poll the pause between two checks
   * @throws AssertionError if the program ends without it, or the condition does not hold in time
   */
  public void awaitCondition(BooleanSupplier condition, Duration poll, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    boolean mayChange = true; // it is checked once more after the program ended
    while (!condition.getAsBoolean()) {
      if (!mayChange || System.nanoTime() > deadline) {
        throw new AssertionError("ended, or waited for in vain: " + output());
      }
      LockSupport.parkNanos(poll.toNanos());
      mayChange = process.isAlive();
    }
  }

  /**
   * Waits for the end.
   *
   * @throws AssertionError if the program still runs after the limit; it is then killed
   */
  public Finished await(Duration limit) {
    if (!endsWithin(limit)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError(
          "%s: still running after %s, its output:%n%s".formatted(command, limit, output()));
    }
    return new Finished(process.exitValue(), output());
  }

  private boolean endsWithin(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(command + ": interrupted while it ran", e);
    }
  }
}
