package dev.unfold.driver.benchmark;

import dev.unfold.driver.benchmark.RoundCost.TaskCost;
import dev.unfold.driver.corpus.CorpusEncoder;
import dev.unfold.driver.corpus.DealtCorpus;
import dev.unfold.driver.corpus.DealtStream;
import dev.unfold.driver.corpus.EncodedCorpus;
import dev.unfold.driver.execution.Job;
import dev.unfold.driver.execution.JobTimes;
import dev.unfold.driver.execution.JobTimes.Task;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.storage.ShippedConfiguration;
import dev.unfold.driver.training.RoundResult;
import dev.unfold.driver.training.RoundRunner;
import dev.unfold.worker.bptt.ModelState;
import dev.unfold.worker.bptt.RoundPlan;
import dev.unfold.worker.bptt.ShardResult.Figures;
import dev.unfold.worker.bptt.ShardTrainer;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.LaneLayout;
import dev.unfold.worker.settings.TrainingSettings;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.ToLongFunction;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Rounds of one chunk, one after the other, each from the average of the one before, as training
 * runs them. Give it small chunks: what it is after is everything besides computing.
 */
public final class RoundBenchmark implements AutoCloseable {
  private static final double MILLIS = 1e3;
  private static final double NANOS = 1e9;
  private static final Duration LATEST = Duration.ofSeconds(30);

  private final JavaSparkContext spark;
  private final RoundRunner runner;
  private final DealtCorpus dealt;
  private final Network network;
  private final double learningRate;
  private ModelState model;
  private List<float[]> carries;
  private long round;

  /** How the results of a round come together. */
  public enum Gathering {
    /** As training decides. */
    AUTO,
    /** Whole, on the driver. */
    WHOLE,
    /** Slice by slice, on the executors. */
    SLICED;

    private long mostBytesWhole(JavaSparkContext spark) {
      return switch (this) {
        case AUTO -> RoundRunner.mostBytesWhole(spark.getConf());
        case WHOLE -> Long.MAX_VALUE;
        case SLICED -> 0;
      };
    }
  }

  /**
   * Prepares the corpus and a model with its first values.
   *
   * @throws IOException if the text cannot be encoded
   */
  public RoundBenchmark(JavaSparkContext spark, UnfoldSettings settings, Gathering gathering)
      throws IOException {
    this.spark = spark;
    TrainingSettings training = settings.training();
    EncodedCorpus corpus =
        new CorpusEncoder(spark, settings.corpus().cache())
            .encodeTraining(settings.corpus().train(), settings.corpus());
    LaneLayout layout =
        new LaneLayout(corpus.tokens(), training.shards(), training.batch(), training.steps());
    dealt = new DealtStream(corpus, layout);
    Job job =
        new Job(
            settings.network(),
            DataShape.ofStream(corpus.vocabularySize()),
            Kernels.choose(settings.engine(), settings.training().precision()),
            ShippedConfiguration.of(spark.hadoopConfiguration()));
    runner = new RoundRunner(spark, job, dealt, settings, gathering.mostBytesWhole(spark));
    network = job.build();
    learningRate = training.optimizer().learningRate();
    model = new ShardTrainer(network, training).firstState();
    carries =
        Collections.nCopies(dealt.shards(), new float[dealt.batch() * network.carry().width()]);
  }

  /** The number of trainable parameters. */
  public long parameterCount() {
    return network.parameters().parameterCount();
  }

  /** Of parameters and optimizer memory of one shard. */
  public long modelBytes() {
    return ((long) model.parameters().length + model.optimizer().length) * Float.BYTES;
  }

  /** Of the states that the lanes of one shard hand on. */
  public long carryBytes() {
    return (long) carries.get(0).length * Float.BYTES;
  }

  /** Whether the results of a round come to the driver as averaged slices. */
  public boolean sliced() {
    return runner.slices(model, dealt.shards());
  }

  /** Runs a round. */
  public RoundCost round() throws IOException {
    long started = System.currentTimeMillis();
    long startedNanos = System.nanoTime();
    RoundPlan plan = new RoundPlan(round, 0, 0, 1, round, round, learningRate);
    RoundResult result = runner.run(plan, model, carries);
    double seconds = (System.nanoTime() - startedNanos) / NANOS;
    model = result.average();
    carries = result.carries();
    round++;
    JobTimes job = runner.times(LATEST).orElseThrow(RoundBenchmark::lost);
    return cost(started, seconds, result, job);
  }

  /** The memory in use between two rounds. */
  public MemoryUse memory() throws IOException {
    return MemoryUse.now(spark);
  }

  private RoundCost cost(long started, double seconds, RoundResult result, JobTimes job) {
    double broadcast = (job.started() - started) / MILLIS;
    double tasks = (job.firstStageEnded() - job.started()) / MILLIS;
    double nanos = result.figures().stream().mapToLong(Figures::nanos).sum();
    int atOnce = Math.min(dealt.shards(), spark.defaultParallelism());
    return new RoundCost(
        seconds,
        broadcast,
        tasks,
        seconds - broadcast - tasks,
        nanos / NANOS / atOnce,
        taskCost(job.firstStage(), nanos / NANOS / dealt.shards()),
        job.resultBytes());
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

  private static IllegalStateException lost() {
    return new IllegalStateException("Spark did not tell when the round ended");
  }

  @Override
  public void close() {
    runner.close();
  }
}
