package dev.unfold.driver.scoring;

import dev.unfold.driver.corpus.EncodedCorpus;
import dev.unfold.driver.corpus.EncodedTokens;
import dev.unfold.driver.execution.Job;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.worker.evaluation.Loss;
import dev.unfold.worker.evaluation.ShardEvaluator;
import dev.unfold.worker.sequence.ChunkReader;
import dev.unfold.worker.sequence.LaneLayout;
import dev.unfold.worker.settings.EvaluationSettings;
import dev.unfold.worker.tensor.Gemm;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Evaluates parameters over a corpus: lanes with carried state, one task for each shard of them.
 */
public final class CorpusEvaluator {
  /** Longer chunks cost memory and change nothing: state is carried. */
  private static final int STEPS = 50;

  private final JavaSparkContext spark;
  private final EvaluationSettings settings;
  private final Job job;

  public CorpusEvaluator(JavaSparkContext spark, EvaluationSettings settings, Job job) {
    this.spark = spark;
    this.settings = settings;
    this.job = job;
  }

  /**
   * The loss over all targets of the corpus, the same whatever the cluster.
   *
   * @param parameters the flat vector, in the layout of the network
   * @throws IOException if a task fails
   */
  public Loss evaluate(EncodedCorpus corpus, float[] parameters, String description)
      throws IOException {
    LaneLayout layout = layout(corpus.tokens());
    Broadcast<float[]> broadcast = spark.broadcast(parameters);
    spark.setJobDescription(description);
    try {
      List<Integer> shards = IntStream.range(0, layout.shards()).boxed().toList();
      ShardScoring scoring = new ShardScoring(job, corpus, layout, broadcast);
      JavaRDD<Loss> losses = SparkJobs.parts(spark, shards).map(scoring::evaluate);
      return SparkJobs.run(description, losses::collect).stream().reduce(Loss::plus).orElseThrow();
    } finally {
      spark.setJobDescription(null);
      broadcast.destroy();
    }
  }

  /** Never more lanes than targets. */
  private LaneLayout layout(long tokens) {
    int shards = (int) Math.min(settings.shards(), tokens - 1);
    int batch = (int) Math.min(settings.batch(), (tokens - 1) / shards);
    return new LaneLayout(tokens, shards, batch, STEPS);
  }

  private record ShardScoring(
      Job job, EncodedCorpus corpus, LaneLayout layout, Broadcast<float[]> parameters)
      implements Serializable {
    Loss evaluate(int shard) throws IOException {
      try (Gemm gemm = job.kernels().open();
          EncodedTokens tokens = corpus.open(job.hadoop().open())) {
        ChunkReader chunks = new ChunkReader(layout, shard, tokens, corpus.boundary());
        return new ShardEvaluator(job.build())
            .evaluate(
                gemm, parameters.value(), chunks, layout.chunksPerEpoch(), SparkJobs::cancelled);
      }
    }
  }
}
