package dev.unfold.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A stream that is scored on a cluster, killed and continued, with another champion. */
class StreamOnClusterIT {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  @Test
  void aKilledStreamContinuesWithTheScoresOfADataset() throws IOException {
    try (ClusterOnThisMachine cluster =
        ClusterOnThisMachine.start("stream-it", "--workers", "2", "--datanodes", "1")) {
      ClusterProgram first = start(cluster, "first");
      first.awaitCondition(
          () -> first.output().contains("two micro-batches"), Duration.ofMillis(20), LIMIT);
      first.process().destroyForcibly();
      first.await(LIMIT);

      ClusterProgram.Finished second = start(cluster, "second").await(LIMIT);

      assertThat(second.exitCode()).as(second.output()).isZero();
      assertThat(second.output())
          .contains("800 rows, 0 unexpected, 0 missing, read by [1, 1, 1, 2]");
    }
  }

  private static ClusterProgram start(ClusterOnThisMachine cluster, String application)
      throws IOException {
    List<String> options =
        SparkOptions.all(
            SparkOptions.executors(2, 1),
            SparkOptions.conf("spark.serializer", "org.apache.spark.serializer.KryoSerializer"),
            SparkOptions.conf("spark.kryo.registrationRequired", false),
            SparkOptions.conf("spark.sql.shuffle.partitions", 2),
            SparkOptions.conf("spark.ui.enabled", false),
            SparkOptions.conf("spark.executorEnv.OMP_NUM_THREADS", 1),
            List.of("--jars", ClusterOnThisMachine.home() + "/jobs/target/unfold.jar"),
            List.of("--class", ScoredKeys.class.getName(), testJar()),
            List.of(application, cluster.hdfs() + "/stream"));
    return cluster.startSubmit(options.toArray(String[]::new));
  }

  private static String testJar() throws IOException {
    Path target = ClusterOnThisMachine.home().resolve("integration-tests/target");
    try (Stream<Path> files = Files.list(target)) {
      return files
          .map(Path::toString)
          .filter(file -> file.endsWith("-tests.jar"))
          .findFirst()
          .orElseThrow();
    }
  }
}
