package dev.unfold.driver.evaluation;

import dev.unfold.driver.corpus.ShardedCorpus;
import dev.unfold.driver.corpus.ShardedCorpus.ShardChunks;
import dev.unfold.driver.execution.JavaSerialized;
import dev.unfold.driver.execution.OwnedBroadcast;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.execution.TaskConfiguration;
import dev.unfold.worker.evaluation.CorpusTargets;
import dev.unfold.worker.evaluation.Score;
import dev.unfold.worker.evaluation.Scoring;
import dev.unfold.worker.evaluation.ShardEvaluator;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Evaluates parameters over a corpus, one task for each of its shards. */
public final class CorpusEvaluator {
  private final JavaSparkContext spark;
  private final TaskConfiguration taskConfiguration;
  private final Scoring scoring;

  /**
   * @param scoring the metrics that are computed in addition to the loss
   */
  public CorpusEvaluator(
      JavaSparkContext spark, TaskConfiguration taskConfiguration, Scoring scoring) {
    this.spark = spark;
    this.taskConfiguration = taskConfiguration;
    this.scoring = scoring;
  }

  /**
   * Returns the score over all targets of the corpus, which does not depend on the cluster.
   *
   * @param parameters the flat vector, in the layout of the network
   * @throws IOException if a task fails
   */
  public Score evaluate(ShardedCorpus corpus, float[] parameters, String description)
      throws IOException {
    try (OwnedBroadcast<float[]> shipped = OwnedBroadcast.of(spark, parameters)) {
      List<Integer> shards = IntStream.range(0, corpus.shards()).boxed().toList();
      ShardScoring ofShard =
          new ShardScoring(
              taskConfiguration,
              corpus.epoch(0),
              scoring.with(new CorpusTargets(corpus.unseenLabels(), corpus.targets())),
              shipped.broadcast());
      List<Score> scores =
          SparkJobs.run(
              spark,
              description,
              () -> JavaSerialized.collect(SparkJobs.parts(spark, shards).map(ofShard::evaluate)));
      return scores.stream().reduce(Score::plus).orElseThrow().of(corpus.textSize());
    }
  }

  private record ShardScoring(
      TaskConfiguration taskConfiguration,
      ShardedCorpus.Epoch corpus,
      Scoring scoring,
      Broadcast<float[]> parameters)
      implements Serializable {
    Score evaluate(int shard) throws IOException {
      try (Gemm gemm = taskConfiguration.kernels().open();
          ShardChunks chunks = corpus.open(shard, taskConfiguration.hadoop().open())) {
        return new ShardEvaluator(taskConfiguration.buildNetwork(), scoring)
            .evaluate(gemm, parameters.value(), chunks, corpus.chunks(), SparkJobs::cancelled);
      }
    }
  }
}
