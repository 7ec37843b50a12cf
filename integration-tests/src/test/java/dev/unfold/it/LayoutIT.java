package dev.unfold.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A training ends with the same bits wherever its shards run and however their results are sent.
 */
@Tag("faults")
class LayoutIT {
  private static final String OUTCOME = "attempts/000001/outcome.json";

  @TempDir private static Path texts;
  private static ClusterOnThisMachine cluster;
  private static Map<Case, ClusterTraining.Result> onOneThread;

  /** The layers of the network. */
  private enum Network {
    LSTM,
    CONVOLUTION;

    List<String> settings() {
      return switch (this) {
        case LSTM -> List.of();
        case CONVOLUTION ->
            List.of("network.layers=[{type=dilated-convolution,dilations=[1,2,4]}]");
      };
    }
  }

  /** A training whose result does not depend on the layout. */
  private record Case(Network network, int shards) {}

  /** The location of the shards of a training. */
  private enum Layout {
    TWO_THREADS,
    FOUR_THREADS,
    ONE_EXECUTOR_WITH_TWO_CORES,
    TWO_EXECUTORS_WITH_ONE_CORE,
    YARN,
    YARN_WITH_THE_DRIVER_IN_THE_CLUSTER;

    List<String> options() {
      return switch (this) {
        case TWO_THREADS -> SparkOptions.threads(2);
        case FOUR_THREADS -> SparkOptions.threads(4);
        case ONE_EXECUTOR_WITH_TWO_CORES -> SparkOptions.executors(1, 2);
        case TWO_EXECUTORS_WITH_ONE_CORE -> SparkOptions.executors(2, 1);
        case YARN -> SparkOptions.yarn("client");
        case YARN_WITH_THE_DRIVER_IN_THE_CLUSTER -> SparkOptions.yarn("cluster");
      };
    }

    /** Local mode, in which the driver is the only executor. */
    int executors() {
      return switch (this) {
        case TWO_THREADS, FOUR_THREADS, ONE_EXECUTOR_WITH_TWO_CORES -> 1;
        case TWO_EXECUTORS_WITH_ONE_CORE, YARN, YARN_WITH_THE_DRIVER_IN_THE_CLUSTER -> 2;
      };
    }
  }

  /** The way in which the shards' models are averaged. */
  private enum Results {
    WHOLE,
    SLICED;

    List<String> options() {
      return switch (this) {
        case WHOLE -> List.of();
        case SLICED -> SparkOptions.SLICED;
      };
    }
  }

  @BeforeAll
  static void trainOnOneThread() throws IOException {
    cluster =
        ClusterOnThisMachine.start(
            "layout-it", "--cores", "2", "--datanodes", "1", "--nodemanagers", "1");
    SmallTraining.writeTo(texts);
    onOneThread = new HashMap<>();
    for (Network network : Network.values()) {
      for (int shards : List.of(4, 7)) {
        Case training = new Case(network, shards);
        String name = "one-thread-" + network + "-" + shards;
        onOneThread.put(training, start(name, training, SparkOptions.threads(1)).await());
      }
    }
    assertThat(onOneThread.values()).doesNotHaveDuplicates();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @ParameterizedTest(name = "{0}, {1}, {2} shards, results {3}")
  @CsvSource({
    "TWO_THREADS, LSTM, 7, WHOLE",
    "TWO_THREADS, LSTM, 4, SLICED",
    "FOUR_THREADS, LSTM, 4, WHOLE",
    "FOUR_THREADS, LSTM, 7, SLICED",
    "ONE_EXECUTOR_WITH_TWO_CORES, LSTM, 7, WHOLE",
    "ONE_EXECUTOR_WITH_TWO_CORES, LSTM, 4, SLICED",
    "TWO_EXECUTORS_WITH_ONE_CORE, LSTM, 4, WHOLE",
    "TWO_EXECUTORS_WITH_ONE_CORE, LSTM, 7, SLICED",
    "YARN, LSTM, 7, SLICED",
    "YARN_WITH_THE_DRIVER_IN_THE_CLUSTER, LSTM, 4, WHOLE",
    "TWO_THREADS, CONVOLUTION, 7, SLICED",
    "FOUR_THREADS, CONVOLUTION, 4, WHOLE",
    "TWO_EXECUTORS_WITH_ONE_CORE, CONVOLUTION, 4, SLICED",
    "YARN, CONVOLUTION, 7, WHOLE"
  })
  void endsWithTheBitsOfOneThread(Layout layout, Network network, int shards, Results results)
      throws IOException {
    String name = layout + "-" + network + "-" + shards + "-" + results;
    Case same = new Case(network, shards);
    ClusterTraining training =
        start(name, same, SparkOptions.all(layout.options(), results.options()));

    assertThat(training.await()).isEqualTo(onOneThread.get(same));

    SparkEventLog events = training.events();
    int rounds = training.secondsOfRounds().size();
    assertThat(events.executors()).hasSize(layout.executors());
    assertThat(events.shuffledRounds()).hasSize(results == Results.SLICED ? rounds : 0);
    assertThat(training.run().resolve(OUTCOME)).content().contains("\"finished\"");
    System.out.printf(
        "%s, %s, %d shards, results %s: the bits of one thread; %d of %d rounds ended out of order,"
            + " %.1f s%n",
        layout,
        network,
        shards,
        results,
        events.roundsOutOfOrder().size(),
        rounds,
        training.seconds());
  }

  @Test
  void aFailureOfADriverInTheClusterIsThatOfTheApplicationAndOutcomeJsonSaysWhy()
      throws IOException {
    Path damaged = Files.createDirectory(texts.resolve("damaged"));
    SmallTraining.writeTo(damaged);
    Files.write(damaged.resolve(SmallTraining.TEXT), new byte[] {'a', (byte) 0x80});
    ClusterTraining training =
        ClusterTraining.start(cluster, damaged, "run", SparkOptions.yarn("cluster"));

    ClusterProgram.Finished failed = training.awaitEnd();

    assertThat(failed.exitCode()).as(failed.output()).isEqualTo(1);
    assertThat(training.run().resolve(OUTCOME))
        .content()
        .contains("\"failed\"", "invalid UTF-8 in file:" + damaged.resolve(SmallTraining.TEXT));
  }

  private static ClusterTraining start(String name, Case training, List<String> options)
      throws IOException {
    List<String> settings = new ArrayList<>(training.network().settings());
    settings.add("training.shards=" + training.shards());
    return ClusterTraining.start(cluster, texts, name, options, settings.toArray(String[]::new));
  }
}
