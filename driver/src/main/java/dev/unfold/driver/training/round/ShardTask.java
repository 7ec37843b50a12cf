package dev.unfold.driver.training.round;

import dev.unfold.driver.corpus.ShardedCorpus;
import dev.unfold.driver.corpus.ShardedCorpus.ShardChunks;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.execution.TaskConfiguration;
import dev.unfold.worker.bptt.RoundPlan;
import dev.unfold.worker.bptt.ShardResult;
import dev.unfold.worker.bptt.ShardTrainer;
import dev.unfold.worker.bptt.ShardTrainer.ShardInput;
import dev.unfold.worker.settings.training.TrainingSettings;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.io.IOException;
import java.io.Serializable;

/**
 * The task of one shard in one round. Spark may kill it or run it more than once; the result is
 * always the same.
 */
public record ShardTask(
    TaskConfiguration taskConfiguration,
    ShardedCorpus.Epoch corpus,
    TrainingSettings settings,
    RoundPlan plan,
    ModelTransport.SentModel start)
    implements Serializable {

  /**
   * The input of one shard to a round.
   *
   * @param index the index of the shard, from 0
   * @param carry the recurrent states of its lanes
   */
  public record Input(int index, CarryTransport.SentCarry carry) implements Serializable {}

  ShardResult run(Input input) throws IOException {
    try (Gemm gemm = taskConfiguration.kernels().open();
        ShardChunks chunks = corpus.open(input.index(), taskConfiguration.hadoop().open())) {
      return new ShardTrainer(
              taskConfiguration.buildNetwork(), settings, taskConfiguration.frozen())
          .train(
              gemm,
              plan,
              new ShardInput(input.index(), chunks, input.carry().values()),
              start.value(),
              SparkJobs::cancelled);
    }
  }
}
