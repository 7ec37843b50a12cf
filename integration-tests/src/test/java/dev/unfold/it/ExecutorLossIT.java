package dev.unfold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.it.ClusterOnThisMachine.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Killed executors and Workers cost time and change no bit of the result. Two executors train at a
 * time; a third Worker replaces lost ones.
 */
@Tag("faults")
class ExecutorLossIT {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final String LOST = "ExecutorLostFailure";

  private static final int ROUNDS = 12;

  /** The rounds of the kills, with time in between for the replacement of lost executors. */
  private static final List<Integer> ROUNDS_WITH_A_KILL = List.of(2, 4, 6, 9, 11);

  /**
   * The time, besides that of the repeated round, for Spark to detect a loss and start an executor.
   */
  private static final double SECONDS_TO_RECOVER = 20;

  /** The size of the text: shards of 100 chunks per epoch, four rounds of about a second. */
  private static final String[] LONG_ROUNDS = {
    "averaging.interval=25", "network.hidden=384", "training.epochs=3"
  };

  @TempDir private static Path texts;
  private static ClusterOnThisMachine cluster;
  private static ClusterTraining.Result undisturbed;
  private static Map<Integer, Double> undisturbedSeconds;
  private static double undisturbedInAll;

  @BeforeAll
  static void trainUndisturbed() throws IOException {
    cluster = ClusterOnThisMachine.start("loss-it", "--workers", "3", "--datanodes", "1");
    SmallTraining.writeTo(texts);
    ClusterTraining training = start("undisturbed", SparkOptions.executors(2, 1));
    undisturbed = training.await();
    undisturbedSeconds = training.secondsOfRounds();
    undisturbedInAll = training.seconds();
    assertThat(undisturbedSeconds).hasSize(ROUNDS);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @ParameterizedTest(name = "spark.driver.maxResultSize={0}")
  @ValueSource(strings = {"1g", "16m"})
  void executorsKilledInFiveRounds(String maxResultSize) throws IOException {
    ClusterTraining training =
        start(
            "executors-" + maxResultSize,
            SparkOptions.all(
                SparkOptions.executors(2, 1),
                SparkOptions.conf("spark.driver.maxResultSize", maxResultSize)));
    for (int round : ROUNDS_WITH_A_KILL) {
      training.awaitRound(round - 1);
      waitInto(round);
      oldest(cluster.processes(Role.EXECUTOR)).destroyForcibly();
    }

    assertThat(training.await()).isEqualTo(undisturbed);

    assertRecovered(
        "kill -9 of an executor, maxResultSize " + maxResultSize, training, ROUNDS_WITH_A_KILL);
  }

  @Test
  void aWorkerKilledWithItsExecutor() throws IOException {
    int round = 3;
    ClusterTraining training = start("worker", SparkOptions.executors(2, 1));
    cluster.awaitProcesses(Role.EXECUTOR, 2, LIMIT);
    training.awaitRound(round - 1);
    ProcessHandle worker = workersWithExecutor().findFirst().orElseThrow();
    waitInto(round);
    worker.destroyForcibly();

    assertThat(training.await()).isEqualTo(undisturbed);

    assertRecovered("kill -9 of a Worker", training, List.of(round));
  }

  private static Stream<ProcessHandle> workersWithExecutor() {
    List<Long> parents =
        cluster.processes(Role.EXECUTOR).stream()
            .flatMap(executor -> executor.parent().stream())
            .map(ProcessHandle::pid)
            .toList();
    return cluster.processes(Role.WORKER).stream().filter(worker -> parents.contains(worker.pid()));
  }

  /** Returns the executor that surely trains: a new one may still be starting. */
  private static ProcessHandle oldest(List<ProcessHandle> executors) {
    return executors.stream()
        .min(Comparator.comparing(executor -> executor.info().startInstant().orElse(Instant.MAX)))
        .orElseThrow();
  }

  /** Returns a delay from the start of the round into its first half, longer every time. */
  private static void waitInto(int round) {
    double part = round / (2.0 * ROUNDS);
    LockSupport.parkNanos((long) (part * undisturbedSeconds.get(round) * 1e9));
  }

  /** Allows for slower rounds after a loss, until its executor is replaced. */
  private static void assertRecovered(
      String what, ClusterTraining training, List<Integer> roundsWithAKill) throws IOException {
    assertThat(training.events().roundsWith(LOST))
        .isEqualTo(
            roundsWithAKill.stream().map(round -> "round " + round).collect(Collectors.toSet()));
    Map<Integer, Double> seconds = training.secondsOfRounds();
    double allowed = 0;
    for (int round : roundsWithAKill) {
      double usual = undisturbedSeconds.get(round);
      allowed += usual + SECONDS_TO_RECOVER;
      System.out.printf(
          "%s in round %d: %.1f s in place of %.1f s, the same bits%n",
          what, round, seconds.get(round), usual);
      assertThat(seconds.get(round) - usual)
          .as("lost in round %d", round)
          .isLessThan(usual + SECONDS_TO_RECOVER);
    }
    double lost = training.seconds() - undisturbedInAll;
    System.out.printf("%s: %.1f s lost in all%n", what, lost);
    assertThat(lost).isLessThan(allowed);
  }

  private static ClusterTraining start(String name, List<String> options) throws IOException {
    return ClusterTraining.start(cluster, texts, name, options, LONG_ROUNDS);
  }
}
