package dev.unfold.jobs.process;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code unfold exit-code FILE}: the launcher uses it to read an {@link ExitCodeFile}. */
@Command(
    name = "exit-code",
    hidden = true,
    description = "Prints the exit code that a driver in the cluster left in FILE, and deletes it.")
public final class ExitCodeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE")
  private String file;

  @Override
  public Integer call() throws IOException {
    spec.commandLine().getOut().println(new ExitCodeFile(file, SparkContexts.hadoop()).take());
    return ExitCode.DONE.code();
  }
}
