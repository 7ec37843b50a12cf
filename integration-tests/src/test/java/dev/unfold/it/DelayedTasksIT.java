package dev.unfold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.it.ClusterOnThisMachine.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Executors that are stopped for a while delay their tasks, and change no bit of the result. */
@Tag("faults")
class DelayedTasksIT {
  private static final String SHARDS = "training.shards=7";
  private static final Duration LIMIT = Duration.ofMinutes(10);

  @TempDir private static Path texts;
  private static ClusterOnThisMachine cluster;
  private static ClusterTraining.Result undisturbed;

  @BeforeAll
  static void trainUndisturbed() throws IOException {
    cluster = ClusterOnThisMachine.start("delayed-it", "--hosts", "2", "--datanodes", "1");
    SmallTraining.writeTo(texts);
    undisturbed = start("undisturbed", SparkOptions.threads(1)).await();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void shardsThatEndInShuffledOrder() throws IOException {
    int pauses = 6;
    ClusterTraining training =
        start("shuffled", SparkOptions.all(SparkOptions.executors(2, 1), SparkOptions.SLICED));
    pauseExecutors(training, pauses, Duration.ofMillis(500));

    assertThat(training.await()).isEqualTo(undisturbed);
    int rounds = training.secondsOfRounds().size();
    int outOfOrder = training.events().roundsOutOfOrder().size();
    assertThat(outOfOrder).isGreaterThanOrEqualTo(pauses);
    System.out.printf(
        "tasks in shuffled order: %d executor pauses, %d of %d rounds ended out of order, the same"
            + " bits%n",
        pauses, outOfOrder, rounds);
  }

  /** Two hosts are needed, because Spark launches no second attempt on the host of the first. */
  @ParameterizedTest(name = "spark.driver.maxResultSize={0}")
  @ValueSource(strings = {"1g", "1m"})
  void aTaskIsRunTwiceIfAnExecutorIsPaused(String maxResultSize) throws IOException {
    ClusterTraining training =
        start(
            "speculation-" + maxResultSize,
            SparkOptions.all(
                SparkOptions.executors(2, 1),
                SparkOptions.conf("spark.driver.maxResultSize", maxResultSize),
                SparkOptions.conf("spark.speculation", true),
                SparkOptions.conf("spark.speculation.quantile", 0.5),
                SparkOptions.conf("spark.speculation.interval", "100ms")));
    pauseExecutors(training, 4, Duration.ofSeconds(2));

    assertThat(training.await()).isEqualTo(undisturbed);
    SparkEventLog events = training.events();
    List<SparkEventLog.Attempt> second = events.speculative();
    assertThat(second).isNotEmpty();
    assertThat(second)
        .allSatisfy(
            attempt ->
                assertThat(events.attemptsOf(attempt))
                    .hasSize(2)
                    .extracting(SparkEventLog.Attempt::host)
                    .containsExactlyInAnyOrder("127.0.0.1", "127.0.0.2"));
    System.out.printf(
        "speculation, maxResultSize %s: %d tasks with two attempts on two hosts, in %s; the same"
            + " bits%n",
        maxResultSize,
        second.size(),
        second.stream().map(SparkEventLog.Attempt::job).distinct().toList());
  }

  /** Stops the executors alternately, in every third round. */
  private static void pauseExecutors(ClusterTraining training, int pauses, Duration length) {
    List<ProcessHandle> executors = cluster.awaitProcesses(Role.EXECUTOR, 2, LIMIT);
    for (int pause = 1; pause <= pauses; pause++) {
      training.awaitRound(3 * pause);
      ProcessSignals.pause(executors.get(pause % 2), length);
    }
  }

  private static ClusterTraining start(String name, List<String> options) throws IOException {
    return ClusterTraining.start(cluster, texts, name, options, SHARDS);
  }
}
