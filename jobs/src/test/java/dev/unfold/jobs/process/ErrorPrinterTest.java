package dev.unfold.jobs.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.configuration.ConfigurationException;
import dev.unfold.worker.error.ResourceException;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class ErrorPrinterTest {
  @Command(name = "failing")
  private record Failing(Exception failure) implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      throw failure;
    }
  }

  private final StringWriter err = new StringWriter();

  @Test
  void errorsOfUsersAreOneLine() {
    assertThat(fail(new ConfigurationException("a.conf:1: wrong"), false)).isEqualTo(2);
    assertThat(fail(new InvalidSettingException("run.dir", "a", "b"), false)).isEqualTo(2);
    assertThat(fail(new IOException("disk full"), false)).isEqualTo(1);
    assertThat(fail(new UncheckedIOException(new NoSuchFileException("a")), false)).isEqualTo(1);
    assertThat(fail(new AccessDeniedException("b"), false)).isEqualTo(1);

    assertThat(err.toString().lines())
        .containsExactly(
            "unfold: a.conf:1: wrong",
            "unfold: run.dir: expected a, found b",
            "unfold: disk full",
            "unfold: no such file: a",
            "unfold: java.nio.file.AccessDeniedException: b");
  }

  @Test
  void outOfMemoryNamesWhatToRaise() {
    Exception outOfTask =
        new IOException("round 1 failed", new OutOfMemoryError("Java heap space"));
    Exception offHeap =
        new ResourceException("no block of 1,024 bytes is left outside of the heap");

    assertThat(fail(outOfTask, false)).isEqualTo(6);
    assertThat(fail(offHeap, false)).isEqualTo(6);

    assertThat(err.toString().lines())
        .hasSize(2)
        .allMatch(line -> line.contains("UNFOLD_MEMORY"))
        .allMatch(line -> line.contains("memory"));
  }

  @ParameterizedTest
  @CsvSource({
    "true, false, UNFOLD_MEMORY",
    "false, false, --driver-memory",
    "false, true, --executor-memory"
  })
  void theAdviceSuitsWhereMemoryWasShort(boolean local, boolean inTask, String option) {
    Throwable error = new OutOfMemoryError("Java heap space");
    Throwable seen =
        inTask ? new IOException("failed", new SparkException("job aborted", error)) : error;

    assertThat(new MemoryAdvice(local, 1L << 30).describe(seen))
        .contains(option)
        .contains("training.batch");
  }

  @Test
  void verboseAddsTheStackTrace() {
    assertThat(fail(new IOException("disk full"), true)).isEqualTo(1);

    assertThat(err.toString()).startsWith("unfold: disk full").contains("\tat dev.unfold");
  }

  @Test
  void aBugComesWithItsStackTrace() {
    assertThat(fail(new IllegalStateException("never"), false)).isEqualTo(1);

    assertThat(err.toString())
        .startsWith("java.lang.IllegalStateException: never")
        .contains("\tat dev.unfold");
  }

  private int fail(Exception failure, boolean verbose) {
    return new CommandLine(new Failing(failure))
        .setErr(new PrintWriter(err, true))
        .setExecutionExceptionHandler(new ErrorPrinter(() -> verbose))
        .execute();
  }
}
