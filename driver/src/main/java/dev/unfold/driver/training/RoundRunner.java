package dev.unfold.driver.training;

import dev.unfold.driver.corpus.EncodedCorpus;
import dev.unfold.driver.execution.Job;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.worker.bptt.ModelState;
import dev.unfold.worker.bptt.RoundPlan;
import dev.unfold.worker.bptt.ShardResult;
import dev.unfold.worker.sequence.LaneLayout;
import dev.unfold.worker.settings.TrainingSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Runs the shards of one round over the cluster: one Spark job, one task for each shard. */
final class RoundRunner {
  private final JavaSparkContext spark;
  private final Job job;
  private final EncodedCorpus corpus;
  private final LaneLayout layout;
  private final TrainingSettings settings;

  RoundRunner(
      JavaSparkContext spark,
      Job job,
      EncodedCorpus corpus,
      LaneLayout layout,
      TrainingSettings settings) {
    this.spark = spark;
    this.job = job;
    this.corpus = corpus;
    this.layout = layout;
    this.settings = settings;
  }

  /**
   * Trains every shard from the same model.
   *
   * @param carries of the shards, in their order
   * @return the results in the order of the shards; all are home before the broadcast is destroyed
   * @throws IOException if a shard failed for good
   */
  List<ShardResult> run(RoundPlan plan, ModelState start, List<float[]> carries)
      throws IOException {
    List<ShardTask.Part> parts = new ArrayList<>();
    for (int shard = 0; shard < carries.size(); shard++) {
      parts.add(new ShardTask.Part(shard, carries.get(shard)));
    }
    Broadcast<ModelState> broadcast = spark.broadcast(start);
    try {
      ShardTask task = new ShardTask(job, corpus, layout, settings, plan, broadcast);
      return SparkJobs.run(spark, "round " + (plan.round() + 1), parts, task::run);
    } finally {
      broadcast.destroy();
    }
  }
}
