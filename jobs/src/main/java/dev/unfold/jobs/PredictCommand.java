package dev.unfold.jobs;

import dev.unfold.driver.operation.RequestedPredictions;
import dev.unfold.driver.prediction.column.PredictionOutput;
import dev.unfold.jobs.option.DecodingOptions;
import dev.unfold.jobs.option.TableOptions;
import dev.unfold.jobs.process.ExitCode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code unfold predict MODEL}. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Predicts a value for each row of a table.",
      "Writes all columns of the table and the prediction to a folder, in the order of the rows."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  unfold predict runs/snips/model --input data/requests.json --output data/intents",
      "  unfold predict runs/names/model --input data/languages.tsv --output data/names --beam 5"
    })
final class PredictCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private TableOptions table;
  @Mixin private DecodingOptions decoding;

  @Option(
      names = "--prediction-column",
      paramLabel = "NAME",
      defaultValue = PredictionOutput.DEFAULT_COLUMN,
      description = "The column for the prediction.")
  private String predictionColumn;

  @Option(
      names = "--probabilities",
      description = {
        "Also write the probabilities of all labels, tags or members of sets, or those of the",
        "tokens of a predicted sequence."
      })
  private boolean probabilities;

  @Option(
      names = "--threshold",
      paramLabel = "P",
      description =
          "Minimum probability of a member of a set, 0 to 1. Default: "
              + RequestedPredictions.DEFAULT_THRESHOLD)
  private Double threshold;

  @Option(
      names = "--steps-ahead",
      paramLabel = "H",
      description = {
        "Forecast the H steps after each sequence instead, feeding predictions of the next numbers"
            + " back."
      })
  private Integer stepsAhead;

  @Option(
      names = "--new-only",
      description = {
        "For the next class of a sequence: rank those that the sequence already had after all",
        "others."
      })
  private boolean newOnly;

  @Option(
      names = "--n-best",
      paramLabel = "N",
      description = {
        "For sequences: also writes the N best ones of --beam with their scores, at most as many",
        "as that has hypotheses."
      })
  private Integer best;

  @Option(
      names = "--replace-unknown",
      description = {
        "For sequences: writes in place of <unk> the token of the input that the network attends",
        "to most."
      })
  private boolean replaceUnknown;

  @Override
  public Integer call() throws IOException {
    RequestedPredictions requested =
        new RequestedPredictions(
            table.batch(),
            threshold,
            probabilities,
            stepsAhead,
            newOnly,
            best,
            replaceUnknown,
            decoding.requested());
    new TableCommand("predict", table)
        .run(requested, predictionColumn, spec.commandLine().getOut());
    return ExitCode.DONE.code();
  }
}
