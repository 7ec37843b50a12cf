package dev.unfold.jobs;

import dev.unfold.driver.operation.RequestedScores;
import dev.unfold.jobs.option.TableOptions;
import dev.unfold.jobs.process.ExitCode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code unfold score MODEL}. */
@Command(
    name = "score",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Scores how probable the steps of sequences are, given the steps before them.",
      "Writes all columns of the table and the log-probability and rank of each step to a folder."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  unfold score runs/hdfs/model --input data/sessions.csv --output data/scores"})
final class ScoreCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private TableOptions table;

  @Option(
      names = "--score-column",
      paramLabel = "NAME",
      defaultValue = RequestedScores.DEFAULT_COLUMN,
      description = "The column for the log-probability, and the beginning of the other names.")
  private String scoreColumn;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      defaultValue = "0",
      description = "Also write the K most probable values of each step.")
  private int topK;

  @Override
  public Integer call() throws IOException {
    new TableCommand("score", table)
        .run(new RequestedScores(table.batch(), topK), scoreColumn, spec.commandLine().getOut());
    return ExitCode.DONE.code();
  }
}
