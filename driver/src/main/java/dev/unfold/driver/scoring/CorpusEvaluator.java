package dev.unfold.driver.scoring;

import dev.unfold.driver.corpus.DealtCorpus;
import dev.unfold.driver.corpus.DealtCorpus.ShardChunks;
import dev.unfold.driver.execution.Job;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.worker.evaluation.Loss;
import dev.unfold.worker.evaluation.ShardEvaluator;
import dev.unfold.worker.tensor.Gemm;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Evaluates parameters over a corpus, one task for each of its shards. */
public final class CorpusEvaluator {
  private final JavaSparkContext spark;
  private final Job job;

  public CorpusEvaluator(JavaSparkContext spark, Job job) {
    this.spark = spark;
    this.job = job;
  }

  /**
   * The loss over all targets of the corpus, the same whatever the cluster.
   *
   * @param parameters the flat vector, in the layout of the network
   * @throws IOException if a task fails
   */
  public Loss evaluate(DealtCorpus corpus, float[] parameters, String description)
      throws IOException {
    Broadcast<float[]> broadcast = spark.broadcast(parameters);
    spark.setJobDescription(description);
    try {
      List<Integer> shards = IntStream.range(0, corpus.shards()).boxed().toList();
      ShardScoring scoring = new ShardScoring(job, corpus, broadcast);
      JavaRDD<Loss> losses = SparkJobs.parts(spark, shards).map(scoring::evaluate);
      return SparkJobs.run(description, losses::collect).stream().reduce(Loss::plus).orElseThrow();
    } finally {
      spark.setJobDescription(null);
      broadcast.destroy();
    }
  }

  private record ShardScoring(Job job, DealtCorpus corpus, Broadcast<float[]> parameters)
      implements Serializable {
    Loss evaluate(int shard) throws IOException {
      try (Gemm gemm = job.kernels().open();
          ShardChunks chunks = corpus.open(0, shard, job.hadoop().open())) {
        return new ShardEvaluator(job.build())
            .evaluate(
                gemm, parameters.value(), chunks, corpus.chunksPerEpoch(), SparkJobs::cancelled);
      }
    }
  }
}
