package dev.unfold.jobs;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code unfold evaluate MODEL}. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = "Evaluates a model: loss, perplexity and bits per token.",
    footerHeading = "%nExamples:%n",
    footer = "  unfold evaluate runs/quickstart/model --corpus data/test.txt --json")
final class EvaluateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "Folder of a model, such as RUN/model.")
  private String model;

  @Option(
      names = "--corpus",
      required = true,
      paramLabel = "PATH",
      description = "Text to evaluate on: a file, folder or glob; may be repeated.")
  private List<String> corpus;

  @Option(names = "--json", description = "Print the figures as one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    return evaluate().code();
  }

  private ExitCode evaluate() {
    throw new UnsupportedOperationException("evaluate " + model + " on " + corpus + ", " + json);
  }
}
