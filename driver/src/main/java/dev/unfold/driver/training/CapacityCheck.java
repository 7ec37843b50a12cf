package dev.unfold.driver.training;

import dev.unfold.driver.corpus.ShardedCorpus;
import dev.unfold.driver.execution.OffHeapLimit;
import dev.unfold.driver.execution.TaskConfiguration;
import dev.unfold.driver.training.outcome.TrainingException;
import dev.unfold.driver.training.round.RoundRunner;
import dev.unfold.driver.training.state.StateLengths;
import dev.unfold.worker.bptt.ShardTrainer;
import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.Networks;
import dev.unfold.worker.optimizer.Optimizer;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.InputShape;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.training.TrainingSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.memory.OversizeException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.SparkConf;

/**
 * Rejects, before any task runs, arrays that do not fit into a block of 2 GB and tasks that do not
 * fit into an executor.
 */
final class CapacityCheck {
  private static final String MAX_RESULT_SIZE = "spark.driver.maxResultSize";
  private static final long MAX_FLOATS = (Integer.MAX_VALUE - 128L) / Float.BYTES;

  private CapacityCheck() {}

  /**
   * Returns the network of a run after all its requirements were checked against the limits.
   *
   * @throws TrainingException naming the settings that require too much
   * @throws InvalidSettingException if the network does not fit the corpus
   */
  static Network checkedNetwork(
      SparkConf conf,
      TaskConfiguration taskConfiguration,
      UnfoldSettings settings,
      ShardedCorpus train)
      throws TrainingException {
    TrainingSettings training = settings.training();
    Network network = checkedNetwork(taskConfiguration, training, train);
    StateLengths lengths = StateLengths.of(settings, network, train.batch(), train.shards());
    requireResults(conf, lengths.resultBytes(RoundRunner.maxBytesOnDriver(conf)));
    requireOffHeap(conf, offHeapBytes(taskConfiguration, training, train), train.shards());
    return network;
  }

  /**
   * Returns the network after its sizes were checked against the limit of a block.
   *
   * @throws TrainingException naming the settings that require too much
   * @throws InvalidSettingException if the network does not fit the corpus, or its parameters do
   *     not fit into a block
   */
  private static Network checkedNetwork(
      TaskConfiguration taskConfiguration, TrainingSettings training, ShardedCorpus corpus)
      throws TrainingException {
    Network network = network(taskConfiguration.network(), taskConfiguration.shape());
    int slots = Optimizer.slots(training.optimizer(), training.clip());
    require(
        "the memory of training.optimizer for the parameters of network",
        (long) slots * network.parameters().length());
    require(
        "one layer's activations in a chunk (training.steps x training.batch x the width of a layer)",
        (Math.max(corpus.steps(), corpus.sourceSteps()) + 1L)
            * corpus.batch()
            * taskConfiguration.network().activationsPerStep());
    require(
        "the recurrent state of a shard (training.batch x the widths of all layers)",
        corpus.batch() * network.carry().width());
    return network;
  }

  private static Network network(NetworkSettings settings, DataShape shape) {
    try {
      return Networks.of(settings, shape);
    } catch (OversizeException e) {
      throw new InvalidSettingException(
          "network", "at most 2 GB of parameters", "more: " + e.getMessage());
    }
  }

  /**
   * Rejects a network that is too large for a block whatever the corpus is, that is, with the
   * minimum number of tokens and labels.
   *
   * @throws InvalidSettingException naming the tensor that exceeds the limit
   */
  static void requireParameters(UnfoldSettings settings) {
    boolean readsTokens =
        settings.corpus().columns().isSingle()
            && !settings.corpus().columns().first().kind().isNumeric();
    if (settings.network() instanceof LayeredNetworkSettings network
        && readsTokens
        && network.kind() != LayeredNetworkSettings.Kind.NEXT_FRAME) {
      int tokens = network.output().fewestClasses();
      int alphabetSize = settings.corpus().columns().first().characters() ? 1 : 0;
      network(
          network,
          new DataShape(
              List.of(InputShape.ofTokens(tokens)),
              alphabetSize,
              DataShape.Target.CLASSES,
              tokens));
    }
  }

  /**
   * Returns the off-heap bytes of the task of one shard.
   *
   * @throws TrainingException if one allocation exceeds 2 GB
   */
  static long offHeapBytes(
      TaskConfiguration taskConfiguration, TrainingSettings training, ShardedCorpus corpus)
      throws TrainingException {
    try (Gemm gemm = taskConfiguration.kernels().open()) {
      return new ShardTrainer(taskConfiguration.buildNetwork(), training)
          .workspaceBytes(gemm, corpus.steps(), corpus.batch(), corpus.sourceSteps());
    } catch (OversizeException e) {
      throw new TrainingException(
          ErrorKind.CONFIGURATION, "a chunk is too large: " + e.getMessage());
    }
  }

  /**
   * Checks the off-heap memory of the tasks of a round against the limit of a process.
   *
   * @param bytesOfTask the workspace of one shard
   * @param shards the number of shards, W
   * @throws TrainingException naming the requirement, the limit and the setting that raises it
   */
  static void requireOffHeap(SparkConf conf, long bytesOfTask, int shards)
      throws TrainingException {
    Optional<String> shortage =
        OffHeapLimit.of(conf).flatMap(limit -> limit.shortage(bytesOfTask, shards));
    if (shortage.isPresent()) {
      throw new TrainingException(
          ErrorKind.RESOURCES,
          shortage.get()
              + "; training.batch, training.steps and the sizes of network determine how much a"
              + " task needs");
    }
  }

  /**
   * Checks the size of the results of a round against the limit that Spark sets.
   *
   * @param resultBytes the bytes of all shards together
   * @throws TrainingException naming the requirement, the limit and the setting that raises it
   */
  static void requireResults(SparkConf conf, long resultBytes) throws TrainingException {
    long limit = conf.getSizeAsBytes(MAX_RESULT_SIZE, "1g");
    long needed = resultBytes + resultBytes / 16; // including the overhead of serialization
    if (limit > 0 && needed > limit) {
      throw new TrainingException(
          ErrorKind.CONFIGURATION,
          String.format(
              Locale.ROOT,
              "a round sends %,d MiB of states and parameters to the driver, %s is %,d MiB; set it"
                  + " to %dm or more (0: no limit); training.batch, training.shards and the widths"
                  + " of network determine the size",
              mebibytes(needed),
              MAX_RESULT_SIZE,
              mebibytes(limit),
              mebibytes(needed)));
    }
  }

  private static long mebibytes(long bytes) {
    return (bytes + (1 << 20) - 1) >> 20;
  }

  private static void require(String what, long floats) throws TrainingException {
    if (floats > MAX_FLOATS) {
      throw new TrainingException(
          ErrorKind.CONFIGURATION,
          String.format(
              Locale.ROOT,
              "%s: expected at most %,d numbers (2 GB), found %,d",
              what,
              MAX_FLOATS,
              floats));
    }
  }
}
