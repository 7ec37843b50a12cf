package dev.unfold.driver.training.round;

import dev.unfold.driver.corpus.ShardedCorpus;
import dev.unfold.driver.execution.ResultHandover;
import dev.unfold.driver.execution.SharedValue;
import dev.unfold.driver.execution.SparkJobListener;
import dev.unfold.driver.execution.SparkJobTimes;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.execution.TaskConfiguration;
import dev.unfold.worker.bptt.ModelState;
import dev.unfold.worker.bptt.RoundPlan;
import dev.unfold.worker.bptt.ShardResult;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.training.TrainingSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** Runs the shards of one round over the cluster: one Spark action with one task per shard. */
public final class RoundRunner implements AutoCloseable {
  private final JavaSparkContext spark;
  private final TaskConfiguration taskConfiguration;
  private final ShardedCorpus corpus;
  private final TrainingSettings settings;
  private final ExclusionRule rule;
  private final long maxBytesOnDriver;
  private final ResultHandover<ShardResult> handover;
  private final SparkJobListener listener;

  /** The chunks of the epoch of the last round. */
  private ShardedCorpus.Epoch epoch;

  private long epochNumber = -1;

  /**
   * @param maxBytesOnDriver the maximum size of all shards' models together for averaging on the
   *     driver; larger models are averaged in slices on the executors
   */
  public RoundRunner(
      JavaSparkContext spark,
      TaskConfiguration taskConfiguration,
      ShardedCorpus corpus,
      UnfoldSettings settings,
      long maxBytesOnDriver) {
    this.spark = spark;
    this.taskConfiguration = taskConfiguration;
    this.corpus = corpus;
    this.settings = settings.training();
    rule =
        new ExclusionRule(
            settings.averaging().excludeBeyond(), taskConfiguration.buildNetwork().lossUnit());
    this.maxBytesOnDriver = maxBytesOnDriver;
    handover = new ResultHandover<>(spark);
    listener = new SparkJobListener(spark);
  }

  /** Returns the default of this limit, a fraction of the size of results that Spark allows. */
  public static long maxBytesOnDriver(SparkConf conf) {
    long limit = conf.getSizeAsBytes("spark.driver.maxResultSize", "1g");
    return limit == 0 ? Long.MAX_VALUE : limit / 4;
  }

  /**
   * Trains every shard from the same model. When this returns, all results have arrived and the
   * data on the cluster has been removed.
   *
   * @param carries the carries in the order of the shards
   * @throws IOException if a shard failed after all retries
   */
  public RoundResult run(RoundPlan plan, ModelState start, List<float[]> carries)
      throws IOException {
    String round = "round " + (plan.round() + 1);
    listener.expect();
    try (SharedValue<ModelState> shared = SharedValue.of(spark, start);
        CarryTransport transport = new CarryTransport(spark)) {
      List<ShardTask.Input> inputs = new ArrayList<>();
      for (int shard = 0; shard < carries.size(); shard++) {
        inputs.add(new ShardTask.Input(shard, transport.send(carries.get(shard))));
      }
      ShardTask task =
          new ShardTask(taskConfiguration, epoch(plan.epoch()), settings, plan, shared);
      return SparkJobs.named(
          spark,
          round + ", epoch " + (plan.epoch() + 1),
          () -> gather(round, start, SparkJobs.parts(spark, inputs).map(task::run)));
    }
  }

  private ShardedCorpus.Epoch epoch(long number) {
    if (number != epochNumber) {
      epoch = corpus.epoch(number);
      epochNumber = number;
    }
    return epoch;
  }

  private RoundResult gather(String round, ModelState start, JavaRDD<ShardResult> results)
      throws IOException {
    int shards = results.getNumPartitions();
    results.setName("shards of " + round);
    return slices(start, shards)
        ? SlicedAveraging.of(rule, start, shards).gather(round, results)
        : new DriverAveraging(rule, handover).gather(round, results);
  }

  /**
   * Returns the times of the last round's job as reported by Spark.
   *
   * @param atMost the maximum time to wait
   */
  public Optional<SparkJobTimes> times(Duration atMost) {
    return listener.await(atMost);
  }

  /**
   * Returns whether the models of the given number of shards are too large together to be averaged
   * on the driver.
   */
  public boolean slices(ModelState model, int shards) {
    return bytesOf(model) * shards > maxBytesOnDriver;
  }

  private static long bytesOf(ModelState state) {
    return ((long) state.parameters().length + state.optimizer().length) * Float.BYTES;
  }

  @Override
  public void close() {
    listener.close();
    handover.close();
  }
}
