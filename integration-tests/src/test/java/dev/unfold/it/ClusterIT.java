package dev.unfold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.it.ClusterOnThisMachine.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ClusterIT {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static ClusterOnThisMachine cluster;

  @BeforeAll
  static void start() {
    cluster = ClusterOnThisMachine.start("cluster-it", "--workers", "2", "--datanodes", "2");
  }

  @AfterAll
  static void stopLeavesNoProcessBehind() {
    List<ProcessHandle> all =
        Stream.of(Role.values()).flatMap(role -> cluster.processes(role).stream()).toList();
    cluster.close();
    assertThat(all).hasSize(6);
    assertThat(all)
        .allSatisfy(process -> assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(10)));
  }

  @Test
  void everyProcessIsAlive() {
    assertThat(cluster.processes(Role.MASTER)).hasSize(1);
    assertThat(cluster.processes(Role.WORKER)).hasSize(2);
    assertThat(cluster.processes(Role.NAMENODE)).hasSize(1);
    assertThat(cluster.processes(Role.DATANODE)).hasSize(2);
  }

  @Test
  void hdfsKeepsTwoReplicasAndReadsBackWhatWasWritten() throws IOException {
    byte[] written = new byte[1 << 20];
    new Random(1).nextBytes(written);
    Path path = new Path("/random");
    try (FileSystem hdfs = FileSystem.newInstance(cluster.hdfs(), cluster.hadoop())) {
      try (FSDataOutputStream out = hdfs.create(path)) {
        out.write(written);
      }
      assertThat(hdfs.getFileStatus(path).getReplication()).isEqualTo((short) 2);
      try (FSDataInputStream in = hdfs.open(path)) {
        assertThat(in.readAllBytes()).isEqualTo(written);
      }
    }
  }

  @Test
  void anApplicationRunsOnBothWorkersAndStoresInHdfs() throws IOException {
    ClusterProgram application =
        cluster.startSubmit(
            "--conf",
            "spark.scheduler.minRegisteredResourcesRatio=1",
            "--class",
            SquaresOnExecutors.class.getName(),
            testJar().toString(),
            cluster.hdfs() + "/squares");

    cluster.awaitProcesses(Role.EXECUTOR, 2, LIMIT);
    ClusterProgram.Finished finished = application.await(LIMIT);
    assertThat(finished.output()).contains("sum 30 on 2 executors with replication [2]");
    assertThat(finished.exitCode()).isZero();
    try (FileSystem hdfs = FileSystem.newInstance(cluster.hdfs(), cluster.hadoop())) {
      assertThat(hdfs.exists(new Path("/squares/_SUCCESS"))).isTrue();
    }
  }

  private static java.nio.file.Path testJar() throws IOException {
    java.nio.file.Path target = ClusterOnThisMachine.home().resolve("integration-tests/target");
    try (Stream<java.nio.file.Path> files = Files.list(target)) {
      return files.filter(file -> file.toString().endsWith("-tests.jar")).findFirst().orElseThrow();
    }
  }
}
