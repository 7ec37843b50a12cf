package dev.unfold.jobs;

import dev.unfold.driver.extension.ExportedModel;
import dev.unfold.driver.extension.ModelFormat;
import dev.unfold.driver.storage.file.WriteAccessCheck;
import dev.unfold.driver.store.ModelResolver;
import dev.unfold.jobs.process.ExitCode;
import dev.unfold.jobs.process.SparkContexts;
import dev.unfold.worker.extension.Services;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code unfold export MODEL}. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Exports a model in the format of another library.",
    footerHeading = "%nExamples:%n",
    footer = "  unfold export runs/quickstart/model --format dl4j --output quickstart.zip")
final class ExportCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ExportCommand.class);

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "MODEL",
      description = "Folder of a model, of a run or of a model store.")
  private String model;

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description = "dl4j: a zip that ModelSerializer of DL4J 1.0.0-M2 opens.")
  private String format;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "Output file; an existing one is not overwritten.")
  private String output;

  @Override
  public Integer call() throws IOException {
    Configuration hadoop = SparkContexts.hadoop(List.of(model, output));
    new WriteAccessCheck("--output", hadoop).requireNew(output);
    ModelFormat target = Services.named(ModelFormat.class, ModelFormat::name, "--format", format);
    LOG.info("reading the model {}", model);
    ExportedModel exported = target.write(ModelResolver.open(model, hadoop), output, hadoop);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%s: a %s with %,d parameters%n",
        exported.path(),
        exported.network(),
        exported.parameterCount());
    out.flush();
    return ExitCode.DONE.code();
  }
}
