package dev.unfold.jobs;

import dev.unfold.driver.report.RunReport;
import dev.unfold.driver.storage.file.WriteAccessCheck;
import dev.unfold.jobs.process.ExitCode;
import dev.unfold.jobs.process.SparkContexts;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code unfold report RUN}. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description =
        "Writes the report of a run, finished or not: one HTML file that needs no network.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  unfold report runs/quickstart",
      "  unfold report hdfs://namenode/runs/first --output first.html"
    })
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "Directory of a run.")
  private String run;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = {
        "Output file; overwritten if it exists.",
        "Default: " + RunReport.NAME + " in the directory of the run."
      })
  private String output;

  @Override
  public Integer call() throws IOException {
    Configuration hadoop = SparkContexts.hadoop(Arrays.asList(run, output));
    if (output != null) {
      new WriteAccessCheck("--output", hadoop).requireFile(output);
    }
    RunReport report = new RunReport(run, hadoop);
    PrintWriter out = spec.commandLine().getOut();
    out.println(output == null ? report.write() : report.writeTo(output));
    out.flush();
    return ExitCode.DONE.code();
  }
}
