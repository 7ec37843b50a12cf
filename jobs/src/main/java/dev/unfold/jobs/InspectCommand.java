package dev.unfold.jobs;

import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.store.ModelResolver;
import dev.unfold.driver.training.state.RunInspection;
import dev.unfold.jobs.process.ExitCode;
import dev.unfold.jobs.process.SparkContexts;
import dev.unfold.worker.model.Json;
import dev.unfold.worker.model.Model;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code unfold inspect PATH}. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = "Describes a model or run as JSON: sizes, provenance, SHA-256 of the parameters.",
    footerHeading = "%nExamples:%n",
    footer = "  unfold inspect runs/quickstart")
final class InspectCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PATH",
      description = "Folder of a model, of a model store, or of a run.")
  private String path;

  @Option(names = "--metrics", description = "Print the metrics of a run instead, as JSON lines.")
  private boolean metrics;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    RunInspection run = new RunInspection(path, SparkContexts.hadoop(List.of(path)));
    if (metrics) {
      run.readMetrics((line, values) -> out.println(line));
    } else {
      Optional<Map<String, Object>> state = run.describe();
      out.println(
          Json.writer().writeValueAsString(state.isPresent() ? state.get() : describeModel()));
    }
    out.flush();
    return ExitCode.DONE.code();
  }

  private Map<String, Object> describeModel() throws IOException {
    ModelFolder folder = ModelResolver.open(path, SparkContexts.hadoop());
    Model model = folder.read();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("model", path);
    values.put("config", model.config());
    values.put("receptiveField", model.config().network().context().describe());
    values.put("parameters", model.network().parameters().parameterCount());
    values.put("parametersSha256", model.sha256());
    values.put("metrics", folder.metrics());
    values.put("provenance", folder.provenance());
    return values;
  }
}
