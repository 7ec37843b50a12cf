package dev.unfold.jobs;

import dev.unfold.driver.operation.RetrainingOperation;
import dev.unfold.driver.retraining.RetrainingSummary;
import dev.unfold.jobs.option.ConfigurationOptions;
import dev.unfold.jobs.process.ExitCode;
import dev.unfold.jobs.process.SparkContexts;
import dev.unfold.jobs.process.StopSignal;
import dev.unfold.jobs.progress.ProgressDisplay;
import dev.unfold.jobs.progress.TrainingProgress;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code unfold retrain CONF}. */
@Command(
    name = "retrain",
    mixinStandardHelpOptions = true,
    description = {
      "Retrains on new data of the corpus and promotes the model if it beats the champion.",
      "Safe for schedulers: if killed at any time, the same command resumes it."
    },
    footerHeading = "%nExamples:%n",
    footer = "  unfold retrain conf/retrain.conf")
final class RetrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigurationOptions configuration;

  @Override
  public Integer call() throws IOException {
    UnfoldSettings settings = configuration.read();
    RetrainingOperation retraining = new RetrainingOperation(settings, SparkContexts.hadoop());
    Optional<RetrainingSummary> nothing = retraining.nothingNew();
    if (nothing.isPresent()) {
      SparkContexts.startInCluster("unfold retrain " + settings.store().path());
      return print(nothing.get());
    }
    try (StopSignal stop = StopSignal.install(spec.commandLine().getErr()::println)) {
      return print(
          SparkContexts.run(
              "unfold retrain " + settings.store().path(),
              spark -> retrain(retraining, spark, settings, stop)));
    }
  }

  private static RetrainingSummary retrain(
      RetrainingOperation retraining,
      JavaSparkContext spark,
      UnfoldSettings settings,
      StopSignal stop)
      throws IOException {
    try (TrainingProgress progress = ProgressDisplay.ofTraining(settings)) {
      return retraining.run(spark, stop, progress);
    }
  }

  private int print(RetrainingSummary result) {
    String outcome = result.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    spec.commandLine().getOut().println(outcome + ": " + result.reason());
    spec.commandLine().getOut().flush();
    return switch (result.outcome()) {
      case PROMOTED -> ExitCode.DONE.code();
      case REFUSED -> ExitCode.REFUSED.code();
      case NOTHING_NEW -> ExitCode.NOTHING_NEW.code();
      case INTERRUPTED -> ExitCode.INTERRUPTED.code();
    };
  }
}
