package dev.unfold.jobs.bench;

import static dev.unfold.worker.settings.validation.InvalidSettingException.require;

import dev.unfold.driver.benchmark.BenchmarkCorpus;
import dev.unfold.driver.benchmark.MemoryUsage;
import dev.unfold.driver.benchmark.RoundBenchmark;
import dev.unfold.driver.benchmark.RoundBenchmark.Gathering;
import dev.unfold.driver.benchmark.RoundCost;
import dev.unfold.driver.configuration.SettingsReader;
import dev.unfold.jobs.process.ExitCode;
import dev.unfold.jobs.process.SparkContexts;
import dev.unfold.worker.model.Json;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.training.OptimizerSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code unfold bench round}. */
@Command(
    name = "round",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Measures the overhead of a round: broadcast, tasks, results, averaging.",
      "Each shard trains one chunk of one token with an LSTM of about the requested size."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  unfold bench round",
      "  unfold bench round --parameters 5000000 --shards 4 --rounds 20"
    })
final class BenchRoundCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(BenchRoundCommand.class);

  /**
   * The maximum number of bytes of models that the shards of a round may return together, unless a
   * single case is requested.
   */
  private static final long MAX_RESULT_BYTES = 4_000_000_000L;

  @Spec private CommandSpec spec;

  @Option(
      names = "--parameters",
      split = ",",
      paramLabel = "P",
      defaultValue = "1000000,5000000,20000000",
      description = "Approximate number of trainable parameters.")
  private List<Long> parameters;

  @Option(
      names = "--shards",
      split = ",",
      paramLabel = "W",
      defaultValue = "2,4,8,16,32,64",
      description = "Shards; together with P at most 4 GB of results a round.")
  private List<Integer> shards;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Number of measured rounds, at least 1; the median is reported.")
  private int rounds;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "3",
      description = "Number of warm-up rounds, at least 0.")
  private int warmUp;

  @Option(
      names = "--optimizer",
      paramLabel = "KIND",
      defaultValue = "adam",
      description =
          "Optimizer; its state is sent with the parameters: sgd has none, adam twice their size.")
  private OptimizerSettings.Kind optimizer;

  @Option(
      names = "--gathering",
      paramLabel = "KIND",
      defaultValue = "auto",
      description = {
        "whole: models are sent to the driver; sliced: they are averaged on the executors;",
        "auto: as training does, by their size."
      })
  private Gathering gathering;

  @Option(
      names = "--memory-every",
      paramLabel = "N",
      defaultValue = "0",
      description = "Rounds between two measurements of the driver's memory; 0 for none.")
  private int memoryEvery;

  @Mixin private FolderOption folder;

  @Override
  public Integer call() throws IOException {
    require(rounds >= 1, "rounds", "at least 1", rounds);
    require(warmUp >= 0, "warm-up", "at least 0", warmUp);
    require(memoryEvery >= 0, "memory-every", "at least 0", memoryEvery);
    for (long count : parameters) {
      require(count >= 1, "parameters", "at least 1", count);
    }
    for (int count : shards) {
      require(count >= 1, "shards", "at least 1", count);
    }
    folder.requireWritable(List.of());
    return SparkContexts.run("unfold bench round", this::measure).code();
  }

  private ExitCode measure(JavaSparkContext spark) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    List<Map<String, Object>> results = new ArrayList<>();
    out.println(RoundCostTable.HEAD);
    try (BenchmarkCorpus text = BenchmarkCorpus.write(folder.path(), spark.hadoopConfiguration())) {
      for (long parameterCount : parameters) {
        for (int count : shards) {
          try (RoundBenchmark benchmark =
              new RoundBenchmark(spark, settings(text, parameterCount, count), gathering)) {
            if (isRequested(benchmark.modelBytes() * count)) {
              results.add(measure(benchmark, count, out));
            }
          }
        }
      }
    }
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("master", spark.master());
    values.put("optimizer", optimizer);
    values.put("rounds", results);
    out.println(OneLineJson.of(values));
    out.flush();
    return ExitCode.DONE;
  }

  /**
   * Returns whether to measure a case: large cases of a grid are skipped, a single case never is.
   */
  private boolean isRequested(long resultBytes) {
    return resultBytes <= MAX_RESULT_BYTES || parameters.size() * shards.size() == 1;
  }

  private Map<String, Object> measure(RoundBenchmark benchmark, int count, PrintWriter out)
      throws IOException {
    LOG.info(
        "running {} rounds of {} parameters in {} shards, and {} to warm up",
        rounds,
        benchmark.parameterCount(),
        count,
        warmUp);
    for (int i = 0; i < warmUp; i++) {
      benchmark.round();
    }
    List<RoundCost> costs = new ArrayList<>();
    List<Map<String, Object>> memory = new ArrayList<>();
    for (int i = 1; i <= rounds; i++) {
      costs.add(benchmark.round());
      if (memoryEvery > 0 && i % memoryEvery == 0) {
        MemoryUsage use = benchmark.memory();
        out.println(RoundCostTable.line(i, use));
        memory.add(use.describe(i));
      }
    }
    costs.sort(Comparator.comparingDouble(RoundCost::seconds));
    RoundCost median = costs.get(costs.size() / 2);
    out.println(RoundCostTable.line(benchmark, count, median));
    out.flush();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("parameters", benchmark.parameterCount());
    values.put("shards", count);
    values.put("resultBytes", benchmark.modelBytes() * count);
    values.put("sliced", benchmark.sliced());
    values.putAll(median.describe());
    values.put("memory", memory);
    return values;
  }

  private UnfoldSettings settings(BenchmarkCorpus text, long parameterCount, int count)
      throws IOException {
    int hidden = BenchmarkCorpus.hidden(parameterCount);
    Map<String, Object> training =
        Map.of(
            "shards",
            count,
            "batch",
            1,
            "steps",
            1,
            "optimizer",
            Map.of("kind", SettingKeys.of(optimizer)));
    Map<String, Object> values =
        Map.of(
            "corpus", Map.of("train", List.of(text.path()), "cache", text.folder() + "/corpus"),
            "network", Map.of("hidden", hidden, "embedding", hidden),
            "training", training,
            "run", Map.of("dir", text.folder()));
    return new SettingsReader(Map.of(), SparkContexts::hadoop)
        .readText(Json.writer().writeValueAsString(values), "bench round");
  }
}
