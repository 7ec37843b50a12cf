package dev.unfold.jobs;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code unfold inspect PATH}. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description =
        "Prints as JSON what a model or run is: sizes, provenance, SHA-256 of the parameters.",
    footerHeading = "%nExamples:%n",
    footer = "  unfold inspect runs/quickstart")
final class InspectCommand implements Callable<Integer> {
  @Parameters(paramLabel = "PATH", description = "Folder of a model or of a run.")
  private String path;

  @Override
  public Integer call() {
    return inspect().code();
  }

  private ExitCode inspect() {
    throw new UnsupportedOperationException("inspect " + path);
  }
}
