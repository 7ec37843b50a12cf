package dev.unfold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.jobs.process.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ModelsCommandTest {
  @TempDir private Path folder;

  private final StringWriter err = new StringWriter();

  @Test
  void aFolderThatIsNotAStoreIsReported() {
    String path = folder.toString();

    for (String command : new String[] {"list", "show", "rollback"}) {
      assertThat(run("models", command, path)).isEqualTo(ExitCode.BAD_USAGE.code());
    }
    assertThat(run("models", "promote", path, "1")).isEqualTo(ExitCode.BAD_USAGE.code());
    assertThat(err.toString().lines())
        .hasSize(4)
        .allMatch(line -> line.endsWith(path + ": expected a model store, found none"));
  }

  @Test
  void aVersionIsANumber() {
    assertThat(run("models", "promote", folder.toString(), "latest"))
        .isEqualTo(ExitCode.BAD_USAGE.code());
    assertThat(err.toString()).contains("VERSION", "latest");
  }

  private int run(String... arguments) {
    CommandLine command = Unfold.commandLine();
    command.setErr(new PrintWriter(err));
    return command.execute(arguments);
  }
}
