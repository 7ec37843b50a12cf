package dev.unfold.driver.benchmark;

import dev.unfold.driver.benchmark.RoundCost.TaskCost;
import dev.unfold.driver.corpus.ShardedCorpus;
import dev.unfold.driver.corpus.text.EncodedTextCorpus;
import dev.unfold.driver.corpus.text.ShardedTextCorpus;
import dev.unfold.driver.corpus.text.TextCorpusEncoder;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.execution.SparkJobTimes;
import dev.unfold.driver.execution.SparkJobTimes.Task;
import dev.unfold.driver.execution.TaskConfiguration;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.driver.training.round.RoundResult;
import dev.unfold.driver.training.round.RoundRunner;
import dev.unfold.worker.bptt.ModelState;
import dev.unfold.worker.bptt.RoundPlan;
import dev.unfold.worker.bptt.ShardResult.ShardMetrics;
import dev.unfold.worker.bptt.ShardTrainer;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.LaneLayout;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.training.TrainingSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.ToLongFunction;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Runs rounds, each from the average of the previous one, like training. To measure the overhead in
 * addition to computing, rounds of one small chunk are best.
 */
public final class RoundBenchmark implements AutoCloseable {
  private static final double MILLIS = 1e3;
  private static final double NANOS = 1e9;
  private static final Duration LISTENER_TIMEOUT = Duration.ofMinutes(2);

  private final JavaSparkContext spark;
  private final RoundRunner runner;
  private final ShardedCorpus shardedCorpus;
  private final Network network;
  private final double learningRate;
  private ModelState model;
  private List<float[]> carries;
  private long round;
  private long updates;

  /** The method by which the results of a round are averaged. */
  public enum Gathering {
    /** The method that training would choose. */
    AUTO,
    /** The whole models, on the driver. */
    WHOLE,
    /** Slices of the models, on the executors. */
    SLICED;

    private long maxBytesOnDriver(JavaSparkContext spark) {
      return switch (this) {
        case AUTO -> RoundRunner.maxBytesOnDriver(spark.getConf());
        case WHOLE -> Long.MAX_VALUE;
        case SLICED -> 0;
      };
    }
  }

  /**
   * Prepares the corpus and a model with its initial parameters.
   *
   * @throws IOException if the text cannot be encoded
   */
  public RoundBenchmark(JavaSparkContext spark, UnfoldSettings settings, Gathering gathering)
      throws IOException {
    this.spark = spark;
    TrainingSettings training = settings.training();
    EncodedTextCorpus corpus =
        new TextCorpusEncoder(spark, settings.corpus().cache())
            .encodeTraining(settings.corpus().train(), settings.corpus());
    LaneLayout layout =
        new LaneLayout(corpus.tokens(), training.shards(), training.batch(), training.steps());
    shardedCorpus = ShardedTextCorpus.of(corpus, layout);
    TaskConfiguration taskConfiguration =
        new TaskConfiguration(
            settings.network(),
            DataShape.forText(corpus.vocabularySize()),
            Kernels.choose(settings.engine(), settings.training().precision()),
            SerializedHadoopConfiguration.of(spark.hadoopConfiguration()));
    runner =
        new RoundRunner(
            spark, taskConfiguration, shardedCorpus, settings, gathering.maxBytesOnDriver(spark));
    network = taskConfiguration.buildNetwork();
    learningRate = training.optimizer().learningRate();
    model = new ShardTrainer(network, training).initialState();
    carries =
        Collections.nCopies(
            shardedCorpus.shards(),
            new float[Math.toIntExact(shardedCorpus.batch() * network.carry().width())]);
  }

  /** Returns the number of trainable parameters. */
  public long parameterCount() {
    return network.parameters().parameterCount();
  }

  /** Returns the size of the parameters and the optimizer state of one shard. */
  public long modelBytes() {
    return ((long) model.parameters().length + model.optimizer().length) * Float.BYTES;
  }

  /** Returns the size of the carried states of one shard. */
  public long carryBytes() {
    return (long) carries.get(0).length * Float.BYTES;
  }

  /** Returns whether the results of a round come to the driver as averaged slices. */
  public boolean sliced() {
    return runner.slices(model, shardedCorpus.shards());
  }

  /** Runs a round of the first chunk of the epoch. */
  public RoundCost round() throws IOException {
    return round(0, 1);
  }

  /**
   * Runs a round of the chunks after those of the round before.
   *
   * @param chunks the number of chunks of each shard
   */
  public RoundCost round(int chunks) throws IOException {
    long rounds = runner.chunksOf(0) / chunks;
    return round(round % rounds * chunks, chunks);
  }

  private RoundCost round(long firstChunk, int chunks) throws IOException {
    long started = System.currentTimeMillis();
    long startedNanos = System.nanoTime();
    RoundPlan plan = new RoundPlan(round, 0, firstChunk, chunks, updates, updates, learningRate);
    long sentBefore = runner.sentBytes();
    RoundResult result = runner.run(plan, model, carries);
    double seconds = (System.nanoTime() - startedNanos) / NANOS;
    model = result.average();
    carries = result.carries();
    round++;
    updates += chunks;
    SparkJobTimes job = runner.times(LISTENER_TIMEOUT).orElseThrow(RoundBenchmark::missingTimes);
    return cost(started, seconds, result, job, runner.sentBytes() - sentBefore);
  }

  /** Returns the memory in use between two rounds. */
  public MemoryUsage memory() throws IOException {
    return MemoryUsage.now(spark);
  }

  private RoundCost cost(
      long started, double seconds, RoundResult result, SparkJobTimes job, long sentBytes) {
    double broadcast = (job.started() - started) / MILLIS;
    double tasks = (job.firstStageEnded() - job.started()) / MILLIS;
    double nanos = result.metrics().stream().mapToLong(ShardMetrics::nanos).sum();
    int atOnce = Math.min(shardedCorpus.shards(), spark.defaultParallelism());
    return new RoundCost(
        seconds,
        broadcast,
        tasks,
        seconds - broadcast - tasks,
        nanos / NANOS / atOnce,
        taskCost(job.firstStage(), nanos / NANOS / shardedCorpus.shards()),
        job.resultBytes(),
        job.writtenBytes(),
        sentBytes);
  }

  private static TaskCost taskCost(List<Task> shards, double computeSeconds) {
    return new TaskCost(
        meanSeconds(shards, Task::start),
        meanSeconds(shards, Task::run) - computeSeconds,
        meanSeconds(shards, Task::serialize),
        meanSeconds(shards, Task::fetch));
  }

  private static double meanSeconds(List<Task> tasks, ToLongFunction<Task> millis) {
    return tasks.stream().mapToLong(millis).average().orElseThrow() / MILLIS;
  }

  private static IllegalStateException missingTimes() {
    return new IllegalStateException("Spark did not report the end of the round");
  }

  @Override
  public void close() {
    runner.close();
  }
}
