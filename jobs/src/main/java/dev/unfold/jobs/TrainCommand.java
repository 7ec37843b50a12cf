package dev.unfold.jobs;

import dev.unfold.driver.operation.TrainingOperation;
import dev.unfold.driver.training.outcome.RunOutcome;
import dev.unfold.jobs.option.ConfigurationOptions;
import dev.unfold.jobs.process.ExitCode;
import dev.unfold.jobs.process.SparkContexts;
import dev.unfold.jobs.process.StopSignal;
import dev.unfold.jobs.progress.ProgressDisplay;
import dev.unfold.jobs.progress.TrainingProgress;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code unfold train CONF}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Trains a model; resumes from the last checkpoint in the run directory.",
      "Ctrl-C stops after the current round; the same command resumes the run."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  unfold train conf/quickstart.conf",
      "  unfold train conf/quickstart.conf --set network.cell=gru --set run.dir=runs/gru",
      "  unfold --master yarn --deploy-mode cluster train conf/brown.conf"
    })
final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigurationOptions configuration;

  @Override
  public Integer call() throws IOException {
    UnfoldSettings settings = configuration.read();
    TrainingOperation training = new TrainingOperation(settings, SparkContexts.hadoop());
    try (StopSignal stop = StopSignal.install(spec.commandLine().getErr()::println)) {
      RunOutcome outcome =
          SparkContexts.run(
              "unfold train " + settings.run().dir(),
              spark -> train(training, spark, settings, stop));
      training.writeReport(SparkContexts.hadoop());
      return switch (outcome) {
        case FINISHED -> ExitCode.DONE.code();
        case INTERRUPTED -> ExitCode.INTERRUPTED.code();
      };
    }
  }

  private static RunOutcome train(
      TrainingOperation training, JavaSparkContext spark, UnfoldSettings settings, StopSignal stop)
      throws IOException {
    try (TrainingProgress progress = ProgressDisplay.ofTraining(settings)) {
      return training.run(spark, stop, progress).outcome();
    }
  }
}
