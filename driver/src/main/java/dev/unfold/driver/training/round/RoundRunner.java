package dev.unfold.driver.training.round;

import dev.unfold.driver.corpus.ShardedCorpus;
import dev.unfold.driver.execution.ResultHandover;
import dev.unfold.driver.execution.SparkJobListener;
import dev.unfold.driver.execution.SparkJobTimes;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.execution.TaskConfiguration;
import dev.unfold.worker.bptt.ModelChange;
import dev.unfold.worker.bptt.ModelState;
import dev.unfold.worker.bptt.RoundPlan;
import dev.unfold.worker.bptt.ShardResult;
import dev.unfold.worker.optimizer.Optimizer;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.training.OuterSettings;
import dev.unfold.worker.settings.training.TrainingSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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
  private final ModelTransport models;
  private final boolean changesPart;
  private final boolean keepsStart;
  private final SparkJobListener listener;

  /** The chunks of the epoch of the last round. */
  private ShardedCorpus.Epoch epoch;

  private long epochNumber = -1;

  /** The average of the last round; null before the first, and with an outer step. */
  private ModelState lastAverage;

  /** The number of parameters that the last round changed. */
  private OptionalInt changed = OptionalInt.empty();

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
    models = new ModelTransport(spark);
    changesPart =
        !taskConfiguration.frozen().isEmpty()
            || Optimizer.changesTouchedOnly(this.settings.optimizer(), this.settings.clip());
    keepsStart = settings.averaging().outer().kind() != OuterSettings.Kind.NONE;
    listener = new SparkJobListener(spark);
  }

  /** Returns the default of this limit, a fraction of the size of results that Spark allows. */
  public static long maxBytesOnDriver(SparkConf conf) {
    long limit = conf.getSizeAsBytes("spark.driver.maxResultSize", "1g");
    return limit == 0 ? Long.MAX_VALUE : limit / 4;
  }

  /**
   * Trains every shard from the same model. When this returns, all results have arrived. If shards
   * changed some rows only, the average is the start itself, which is changed in place, or a copy
   * if there is an outer step, which needs the start.
   *
   * @param start the model, which must not change otherwise between rounds
   * @param carries the carries in the order of the shards
   * @throws IOException if a shard failed after all retries
   */
  public RoundResult run(RoundPlan plan, ModelState start, List<float[]> carries)
      throws IOException {
    String round = "round " + (plan.round() + 1);
    listener.expect();
    if (changesPart && !start.isSameAs(lastAverage)) {
      makeZerosPositive(start.parameters());
      makeZerosPositive(start.optimizer());
    }
    ModelTransport.SentModel sent = models.send(start);
    RoundAverage result;
    try (CarryTransport transport = new CarryTransport(spark)) {
      List<ShardTask.Input> inputs = new ArrayList<>();
      for (int shard = 0; shard < carries.size(); shard++) {
        inputs.add(new ShardTask.Input(shard, transport.send(carries.get(shard))));
      }
      ShardTask task = new ShardTask(taskConfiguration, epoch(plan.epoch()), settings, plan, sent);
      result =
          SparkJobs.named(
              spark,
              round + ", epoch " + (plan.epoch() + 1),
              () -> gather(round, start, sent, SparkJobs.parts(spark, inputs).map(task::run)));
    }
    ModelState average = change(start, result.change());
    models.changed(average, result.change());
    lastAverage = keepsStart ? null : average;
    changed = OptionalInt.of(result.change().spans().length());
    return new RoundResult(average, result.shards());
  }

  /**
   * Replaces negative zeros. An average has none, so that elements that no shard changes must not
   * have any either.
   */
  private static void makeZerosPositive(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] += 0f;
    }
  }

  private ModelState change(ModelState start, ModelChange change) {
    if (keepsStart || change.spans().isAll(start.parameters().length)) {
      return change.of(start);
    }
    change.applyTo(start);
    return start;
  }

  /** Returns the number of chunks of each shard in an epoch. */
  public long chunksOf(long epochNumber) {
    return epoch(epochNumber).chunks();
  }

  private ShardedCorpus.Epoch epoch(long number) {
    if (number != epochNumber) {
      epoch = corpus.epoch(number);
      epochNumber = number;
    }
    return epoch;
  }

  private RoundAverage gather(
      String round, ModelState start, ModelTransport.SentModel sent, JavaRDD<ShardResult> results)
      throws IOException {
    int shards = results.getNumPartitions();
    results.setName("shards of " + round);
    return slices(start, shards)
        ? SlicedAveraging.of(rule, start, sent, shards, changed).gather(round, results)
        : new DriverAveraging(rule, handover).gather(round, start, results);
  }

  /**
   * Returns the times of the last round's job as reported by Spark.
   *
   * @param atMost the maximum time to wait
   */
  public Optional<SparkJobTimes> times(Duration atMost) {
    return listener.await(atMost);
  }

  /** Returns the bytes of models that were sent so far to each executor, before compression. */
  public long sentBytes() {
    return models.sentBytes();
  }

  /**
   * Returns whether the models of the given number of shards are too large together to be averaged
   * on the driver.
   */
  public boolean slices(ModelState model, int shards) {
    return model.floats() * Float.BYTES * shards > maxBytesOnDriver;
  }

  @Override
  public void close() {
    listener.close();
    models.close();
    handover.close();
  }
}
