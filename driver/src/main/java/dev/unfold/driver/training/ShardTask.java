package dev.unfold.driver.training;

import dev.unfold.driver.corpus.ShardedCorpus;
import dev.unfold.driver.corpus.ShardedCorpus.ShardChunks;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.execution.TaskConfiguration;
import dev.unfold.worker.bptt.ModelState;
import dev.unfold.worker.bptt.RoundPlan;
import dev.unfold.worker.bptt.ShardResult;
import dev.unfold.worker.bptt.ShardTrainer;
import dev.unfold.worker.bptt.ShardTrainer.ShardInput;
import dev.unfold.worker.settings.TrainingSettings;
import dev.unfold.worker.tensor.Gemm;
import java.io.IOException;
import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;

/**
 * One round of one shard, as Spark runs it: maybe twice, maybe killed, always with the same result.
 */
record ShardTask(
    TaskConfiguration job,
    ShardedCorpus.Epoch corpus,
    TrainingSettings settings,
    RoundPlan plan,
    Broadcast<ModelState> start)
    implements Serializable {

  /**
   * The input of one shard to a round.
   *
   * @param index from 0
   * @param carry the states of its lanes
   */
  record Part(int index, CarryTransport.Delivered carry) implements Serializable {}

  ShardResult run(Part part) throws IOException {
    try (Gemm gemm = job.kernels().open();
        ShardChunks chunks = corpus.open(part.index(), job.hadoop().open())) {
      return new ShardTrainer(job.build(), settings)
          .train(
              gemm,
              plan,
              new ShardInput(part.index(), chunks, part.carry().values()),
              start.value(),
              SparkJobs::cancelled);
    }
  }
}
