package dev.unfold.driver.training;

import dev.unfold.driver.corpus.DealtCorpus;
import dev.unfold.driver.execution.Job;
import dev.unfold.driver.execution.OffHeapLimit;
import dev.unfold.worker.bptt.ShardTrainer;
import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.optimizer.Optimizer;
import dev.unfold.worker.settings.InvalidSettingException;
import dev.unfold.worker.settings.TrainingSettings;
import dev.unfold.worker.tensor.Gemm;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.SparkConf;

/** Refuses, before any task runs, what does not fit: into a block of 2 GB, or into an executor. */
final class Capacity {
  private static final long MOST_FLOATS = (Integer.MAX_VALUE - 128L) / Float.BYTES;

  /** Vectors of width H that a layer keeps of each step, at most: the LSTM's gates and tanh(c). */
  private static final int VECTORS_OF_A_STEP = 5;

  private Capacity() {}

  /**
   * The network of a job.
   *
   * @throws TrainingException naming the settings that ask for too much
   */
  static Network require(Job job, TrainingSettings training, DealtCorpus corpus)
      throws TrainingException {
    Network network;
    try {
      network = job.build();
    } catch (InvalidSettingException e) {
      throw new TrainingException(ErrorKind.CONFIGURATION, e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new TrainingException(
          ErrorKind.CONFIGURATION, "the network is too large: " + e.getMessage());
    }
    int slots = Optimizer.slots(training.optimizer(), training.clip());
    require(
        "the memory of training.optimizer for the parameters of network",
        (long) slots * network.parameters().length());
    int width = Math.max(VECTORS_OF_A_STEP * job.network().hidden(), job.network().embedding());
    require(
        "one layer's activations in a chunk, training.steps x training.batch x network.hidden,",
        (Math.max(corpus.steps(), corpus.sourceSteps()) + 1L) * corpus.batch() * width);
    require(
        "the recurrent state of a shard, training.batch x network.layers x network.hidden,",
        (long) corpus.batch() * network.carry().width());
    return network;
  }

  /**
   * Off-heap bytes of one shard's task.
   *
   * @throws TrainingException if a part of them outgrows 2 GB
   */
  static long offHeapBytes(Job job, TrainingSettings training, DealtCorpus corpus)
      throws TrainingException {
    try (Gemm gemm = job.kernels().open()) {
      return new ShardTrainer(job.build(), training)
          .workspaceBytes(gemm, corpus.steps(), corpus.batch(), corpus.sourceSteps());
    } catch (IllegalArgumentException e) {
      throw new TrainingException(
          ErrorKind.CONFIGURATION, "a chunk is too large: " + e.getMessage());
    }
  }

  /**
   * Compares what the tasks of a round take outside of the heap with what a process may.
   *
   * @param bytesOfTask the workspace of one shard
   * @param shards W
   * @throws TrainingException naming the need, the limit and the setting that raises it
   */
  static void requireOffHeap(SparkConf conf, long bytesOfTask, int shards)
      throws TrainingException {
    Optional<String> shortage =
        OffHeapLimit.of(conf).flatMap(limit -> limit.shortage(bytesOfTask, shards));
    if (shortage.isPresent()) {
      throw new TrainingException(
          ErrorKind.RESOURCES,
          shortage.get()
              + "; training.batch, training.steps and the sizes of network decide what a task needs");
    }
  }

  private static void require(String what, long floats) throws TrainingException {
    if (floats > MOST_FLOATS) {
      throw new TrainingException(
          ErrorKind.CONFIGURATION,
          String.format(
              Locale.ROOT,
              "%s: expected %,d numbers at most (2 GB), found %,d",
              what,
              MOST_FLOATS,
              floats));
    }
  }
}
