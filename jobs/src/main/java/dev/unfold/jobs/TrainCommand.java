package dev.unfold.jobs;

import dev.unfold.worker.settings.UnfoldSettings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code unfold train CONF}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Trains a model; resumes where the run directory left off.",
      "Ctrl-C stops after the round and leaves a run that the same command resumes."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  unfold train conf/quickstart.conf",
      "  unfold train conf/quickstart.conf --set network.cell=gru --set run.dir=runs/gru",
      "  unfold --master yarn --deploy-mode cluster train conf/brown.conf"
    })
final class TrainCommand implements Callable<Integer> {
  @Mixin private ConfigurationOptions configuration;

  @Override
  public Integer call() {
    return train(configuration.read()).code();
  }

  private static ExitCode train(UnfoldSettings settings) {
    throw new UnsupportedOperationException("train into " + settings.run().dir());
  }
}
