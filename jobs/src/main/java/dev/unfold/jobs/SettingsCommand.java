package dev.unfold.jobs;

import dev.unfold.driver.configuration.SettingsWriter;
import dev.unfold.jobs.option.ConfigurationOptions;
import dev.unfold.jobs.process.ExitCode;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code unfold settings CONF}. */
@Command(
    name = "settings",
    mixinStandardHelpOptions = true,
    description = {
      "Checks a configuration and prints every key with its value, as JSON.",
      "The output is itself a valid configuration."
    },
    footerHeading = "%nExamples:%n",
    footer = "  unfold settings conf/quickstart.conf --set training.epochs=10")
final class SettingsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigurationOptions configuration;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    UnfoldSettings settings = configuration.read();
    spec.commandLine()
        .getErr()
        .println("receptive field of the network: " + settings.network().context().describe());
    out.print(SettingsWriter.write(settings));
    out.flush();
    return ExitCode.DONE.code();
  }
}
