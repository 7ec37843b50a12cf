package dev.unfold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.jobs.process.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private String conf;

  @BeforeEach
  void writeConfiguration() throws IOException {
    Path file = folder.resolve("test.conf");
    Files.writeString(file, "corpus.train = a.txt\nrun.dir = r\n");
    conf = file.toString();
  }

  @Test
  void helpNamesEveryCommandAndExitCode() {
    assertThat(run("--help")).isZero();

    assertThat(out.toString())
        .contains("train", "evaluate", "generate", "predict", "retrain", "models", "inspect")
        .contains("export", "import", "report", "settings", "bench")
        .contains("Examples:");
    ExitCode.descriptions()
        .forEach((code, meaning) -> assertThat(out.toString()).contains(code + "   " + meaning));
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train",
        "evaluate",
        "generate",
        "predict",
        "retrain",
        "models",
        "inspect",
        "export",
        "import",
        "report",
        "settings",
        "bench"
      })
  void everyCommandHasHelpWithExamplesAndExitCodes(String command) {
    assertThat(run(command, "--help")).isZero();

    assertThat(out.toString())
        .contains("Usage: unfold " + command, "Examples:", "5   interrupted", "--verbose");
  }

  @Test
  void helpShowsDefaults() {
    run("generate", "--help");

    assertThat(out.toString()).contains("Default: 500", "Default: 1");
  }

  @Test
  void versionIsPrinted() {
    assertThat(run("--version")).isZero();

    assertThat(out.toString()).contains("Unfold ", "Spark 3.5.5", "Java 17");
  }

  @Test
  void badUsageIsTwoAndSaysWhatToDo() {
    assertThat(run("trian")).isEqualTo(2);
    assertThat(err.toString()).contains("unfold train", "Try 'unfold --help'.");
    assertThat(run()).isEqualTo(2);
    assertThat(run("train")).isEqualTo(2);
    assertThat(err.toString()).contains("CONF", "Try 'unfold train --help'.");
    assertThat(run("evaluate", "model")).isEqualTo(2);
    assertThat(err.toString()).contains("--corpus");
    assertThat(run("generate", "model", "--length", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("unfold: --length: expected at least 1, found 0");
    assertThat(run("generate", "model", "--temperature", "-1")).isEqualTo(2);
    assertThat(run("generate", "model", "--top-k", "-1")).isEqualTo(2);
    assertThat(run("generate", "model", "--top-p", "0")).isEqualTo(2);
    assertThat(run("generate", "model", "--samples", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("unfold: --samples: expected 1 to 65536, found 0");
    assertThat(run("generate", "model", "--repetition-penalty", "0.5")).isEqualTo(2);
    assertThat(run("generate", "model", "--min-length", "5")).isEqualTo(2);
    assertThat(err.toString()).contains("--min-length: expected none without --stop, found 5");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aBadConfigurationIsTwoWithOneLine() {
    assertThat(run("train", conf, "--set", "training.epoch=3")).isEqualTo(2);

    assertThat(err)
        .hasToString(
            "unfold: --set: unknown key training.epoch; did you mean training.epochs?"
                + System.lineSeparator());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-v", "--verbose"})
  void verboseAddsTheStackTraceBeforeAndAfterTheCommand(String option) {
    assertThat(run(option, "settings", "none.conf")).isEqualTo(2);
    assertThat(err.toString()).contains("no such configuration file", "\tat dev.unfold");

    err.getBuffer().setLength(0);
    assertThat(run("settings", option, "none.conf")).isEqualTo(2);
    assertThat(err.toString()).contains("\tat dev.unfold");
  }

  @Test
  void settingsPrintsAConfigurationThatReadsBack() throws IOException {
    assertThat(run("settings", conf, "--set", "training.batch=3")).isZero();
    String printed = out.toString();
    assertThat(printed).startsWith("{").contains("\"batch\" : 3", "\"hidden\" : 256");
    assertThat(err.toString())
        .startsWith("receptive field of the network: all earlier steps, the current step");

    Path resolved = Files.writeString(folder.resolve("resolved.conf"), printed);
    out.getBuffer().setLength(0);
    assertThat(run("settings", resolved.toString())).isZero();
    assertThat(out).hasToString(printed);
  }

  @Test
  void codesAreThoseThatSchedulersKnow() {
    assertThat(ExitCode.descriptions())
        .containsExactly(
            Map.entry("0", "done"),
            Map.entry("1", "failed"),
            Map.entry("2", "bad usage or configuration"),
            Map.entry("3", "nothing new to train on"),
            Map.entry("4", "trained, but refused promotion"),
            Map.entry("5", "interrupted; the same command resumes"),
            Map.entry("6", "out of memory; see docs/memory.md"));
  }

  private int run(String... arguments) {
    CommandLine command = Unfold.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }
}
