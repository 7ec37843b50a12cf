package dev.unfold.jobs.bench;

import static dev.unfold.worker.settings.validation.InvalidSettingException.require;

import dev.unfold.driver.benchmark.BenchmarkCorpus;
import dev.unfold.driver.benchmark.RoundBenchmark;
import dev.unfold.driver.benchmark.RoundBenchmark.Gathering;
import dev.unfold.driver.benchmark.RoundCost;
import dev.unfold.driver.configuration.SettingsReader;
import dev.unfold.jobs.process.ExitCode;
import dev.unfold.jobs.process.SparkContexts;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.training.OptimizerSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code unfold bench items}. */
@Command(
    name = "items",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Measures rounds over many items with dense and with sparse updates: their time, and what",
      "they send. Items by Zipf's law, an embedding, one GRU layer, a sampled softmax."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  unfold bench items",
      "  unfold bench items --items 1000000 --embedding 32 --hidden 32 --sparse true"
    })
final class BenchItemsCommand implements Callable<Integer> {
  private static final double MEGA = 1e6;

  /** The number of words of the text for each item. */
  private static final int WORDS = 10;

  @Spec private CommandSpec spec;

  @Option(
      names = "--items",
      paramLabel = "V",
      defaultValue = "200000",
      description = "Number of items, at least 100.")
  private int items;

  @Option(
      names = "--embedding",
      paramLabel = "E",
      defaultValue = "224",
      description = "Width of the embedding.")
  private int embedding;

  @Option(
      names = "--hidden",
      paramLabel = "H",
      defaultValue = "16",
      description = "Width of the GRU layer, and of a row of the output layer.")
  private int hidden;

  @Option(
      names = "--negatives",
      paramLabel = "N",
      defaultValue = "2048",
      description = "Items that the sampled softmax draws for each chunk.")
  private int negatives;

  @Option(names = "--shards", paramLabel = "W", defaultValue = "4", description = "Shards.")
  private int shards;

  @Option(names = "--batch", paramLabel = "B", defaultValue = "32", description = "Lanes.")
  private int batch;

  @Option(
      names = "--steps",
      paramLabel = "T",
      defaultValue = "20",
      description = "Items of a lane in a chunk.")
  private int steps;

  @Option(
      names = "--chunks",
      paramLabel = "N",
      defaultValue = "20",
      description = "Chunks of a shard in a round.")
  private int chunks;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "6",
      description = "Number of measured rounds, at least 1; means are reported.")
  private int rounds;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "2",
      description = "Number of rounds before them, at least 0.")
  private int warmUp;

  @Option(
      names = "--optimizer",
      paramLabel = "KIND",
      defaultValue = "adam",
      description = "Optimizer: sgd, rmsprop, adam or adagrad.")
  private OptimizerSettings.Kind optimizer;

  @Option(
      names = "--sparse",
      arity = "1",
      split = ",",
      paramLabel = "BOOLEAN",
      defaultValue = "false,true",
      description = "Whether updates are sparse.")
  private List<Boolean> sparse;

  @Option(
      names = "--gathering",
      paramLabel = "KIND",
      defaultValue = "auto",
      description = {
        "whole: results are sent to the driver; sliced: they are averaged on the executors;",
        "auto: as training does, by the size of the models."
      })
  private Gathering gathering;

  @Mixin private FolderOption folder;

  @Override
  public Integer call() throws IOException {
    require(items >= 100 && items <= 10_000_000, "items", "100 to 10000000", items);
    require(chunks >= 1, "chunks", "at least 1", chunks);
    require(rounds >= 1, "rounds", "at least 1", rounds);
    require(warmUp >= 0, "warm-up", "at least 0", warmUp);
    settings("text", folder.path(), false);
    long needed = (long) shards * batch * steps * chunks;
    require(
        needed < words(),
        "shards x batch x steps x chunks",
        "less than " + words() + ", the items of the text",
        needed);
    folder.requireWritable(List.of());
    return SparkContexts.run("unfold bench items", this::measure).code();
  }

  private long words() {
    return (long) WORDS * items;
  }

  private ExitCode measure(JavaSparkContext spark) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        "updates  P million  gathered  seconds  computing  |  MB to each executor  MB shuffled"
            + "  MB to driver, means of a round");
    List<Map<String, Object>> results = new ArrayList<>();
    try (BenchmarkCorpus text =
        BenchmarkCorpus.writeItems(
            folder.path(), spark.hadoopConfiguration(), items, Math.toIntExact(words()))) {
      for (boolean isSparse : sparse) {
        UnfoldSettings settings = settings(text.path(), text.folder(), isSparse);
        try (RoundBenchmark benchmark = new RoundBenchmark(spark, settings, gathering)) {
          results.add(measure(benchmark, isSparse, out));
        }
      }
    }
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("master", spark.master());
    values.put("optimizer", optimizer);
    values.put("items", items);
    values.put("rounds", results);
    out.println(OneLineJson.of(values));
    out.flush();
    return ExitCode.DONE;
  }

  private Map<String, Object> measure(RoundBenchmark benchmark, boolean isSparse, PrintWriter out)
      throws IOException {
    for (int i = 0; i < warmUp; i++) {
      benchmark.round(chunks);
    }
    List<RoundCost> costs = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      costs.add(benchmark.round(chunks));
    }
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("sparse", isSparse);
    values.put("parameters", benchmark.parameterCount());
    values.put("sliced", benchmark.sliced());
    values.put("seconds", mean(costs, RoundCost::seconds));
    values.put("computeSeconds", mean(costs, RoundCost::compute));
    values.put("bytesToExecutor", mean(costs, RoundCost::bytesToExecutor));
    values.put("bytesShuffled", mean(costs, RoundCost::bytesShuffled));
    values.put("bytesToDriver", mean(costs, RoundCost::bytesToDriver));
    out.printf(
        Locale.ROOT,
        "%7s  %9.1f  %8s  %7.2f  %9.2f  |  %19.1f  %11.1f  %12.1f%n",
        isSparse ? "sparse" : "dense",
        benchmark.parameterCount() / MEGA,
        benchmark.sliced() ? "sliced" : "whole",
        mean(costs, RoundCost::seconds),
        mean(costs, RoundCost::compute),
        mean(costs, RoundCost::bytesToExecutor) / MEGA,
        mean(costs, RoundCost::bytesShuffled) / MEGA,
        mean(costs, RoundCost::bytesToDriver) / MEGA);
    out.flush();
    return values;
  }

  private static double mean(List<RoundCost> costs, ToDoubleFunction<RoundCost> of) {
    return costs.stream().mapToDouble(of).average().orElseThrow();
  }

  private UnfoldSettings settings(String text, String dir, boolean isSparse) throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("corpus", Map.of("train", List.of(text), "cache", dir + "/corpus", "unit", "word"));
    values.put(
        "network",
        Map.of(
            "cell",
            "gru",
            "hidden",
            hidden,
            "embedding",
            embedding,
            "output",
            Map.of("kind", "sampled", "negatives", Map.of("count", negatives))));
    values.put(
        "training",
        Map.of(
            "shards", shards,
            "batch", batch,
            "steps", steps,
            "optimizer", Map.of("kind", SettingKeys.of(optimizer), "sparse", isSparse)));
    values.put("run", Map.of("dir", dir));
    return new SettingsReader(Map.of(), SparkContexts::hadoop)
        .readText(OneLineJson.of(values), "bench items");
  }
}
