package dev.unfold.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unfold.it.ClusterOnThisMachine.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests a cluster and the whole path on it: text in HDFS, two executors, the model in HDFS and its
 * readers.
 */
class TrainOnClusterIT {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final String ONE_EPOCH = "training.epochs=1";

  @TempDir private static Path folder;
  private static ClusterOnThisMachine cluster;
  private static String run;

  @BeforeAll
  static void trainFromHdfsToHdfs() throws IOException {
    cluster = ClusterOnThisMachine.start("train-it", "--workers", "2", "--datanodes", "2");
    String hdfs = cluster.hdfs().toString();
    run = hdfs + "/runs/small";
    SmallTraining.writeTo(folder);
    try (FileSystem files = FileSystem.newInstance(cluster.hdfs(), cluster.hadoop())) {
      files.copyFromLocalFile(
          new org.apache.hadoop.fs.Path(folder.toUri()), new org.apache.hadoop.fs.Path("/data"));
    }
    List<String> command = new ArrayList<>(SparkOptions.ALL_EXECUTORS);
    command.addAll(List.of("--conf", "spark.eventLog.enabled=true"));
    command.addAll(
        List.of("--conf", "spark.eventLog.dir=" + Files.createDirectory(events()).toUri()));
    command.addAll(
        List.of(
            SmallTraining.command(hdfs + "/data", run, ONE_EPOCH, "corpus.cache=" + hdfs + "/c")));
    ClusterProgram training = cluster.startUnfold(command.toArray(String[]::new));
    cluster.awaitProcesses(Role.EXECUTOR, 2, LIMIT);
    assertSucceeded(training.await(LIMIT));
  }

  @AfterAll
  static void stopLeavesNoProcessBehind() {
    cluster.awaitProcesses(Role.EXECUTOR, 0, LIMIT); // those of the last application are ending
    List<ProcessHandle> all =
        Stream.of(Role.values()).flatMap(role -> cluster.processes(role).stream()).toList();
    cluster.close();
    assertThat(all).hasSize(6);
    assertThat(all).allSatisfy(process -> assertThat(process.onExit()).succeedsWithin(LIMIT));
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
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path("/random");
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
    List<String> options =
        SparkOptions.all(
            SparkOptions.ALL_EXECUTORS,
            List.of("--class", SquaresOnExecutors.class.getName(), testJar().toString()),
            List.of(cluster.hdfs() + "/squares"));
    ClusterProgram application = cluster.startSubmit(options.toArray(String[]::new));

    cluster.awaitProcesses(Role.EXECUTOR, 2, LIMIT);
    ClusterProgram.Finished finished = application.await(LIMIT);
    assertThat(finished.output()).contains("sum 30 on 2 executors with replication [2]");
    assertThat(finished.exitCode()).isZero();
    try (FileSystem hdfs = FileSystem.newInstance(cluster.hdfs(), cluster.hadoop())) {
      assertThat(hdfs.exists(new org.apache.hadoop.fs.Path("/squares/_SUCCESS"))).isTrue();
    }
  }

  @Test
  void tasksRanOnBothExecutors() throws IOException {
    SparkEventLog log = SparkEventLog.read(events());
    assertThat(log.executors()).containsExactlyInAnyOrder("0", "1");
    assertThat(log.ofRounds()).hasSize(SmallTraining.ROUNDS_AN_EPOCH * SmallTraining.SHARDS);
  }

  @Tag("faults")
  @Test
  void resultsInSlicesAndAKilledExecutorEndWithTheSameState() throws IOException {
    ClusterTraining training =
        ClusterTraining.start(
            cluster,
            folder,
            "killed",
            SparkOptions.all(SparkOptions.executors(2, 1), SparkOptions.SLICED),
            ONE_EPOCH);
    ProcessHandle killed = cluster.awaitProcesses(Role.EXECUTOR, 2, LIMIT).get(0);
    training.awaitRound(SmallTraining.ROUNDS_AN_EPOCH / 2);
    killed.destroyForcibly();

    ClusterTraining.Result result = training.await();

    JsonNode undisturbed = RunProgress.object(cluster.unfold("inspect", run));
    assertThat(result.parametersSha256())
        .isEqualTo(undisturbed.get("parametersSha256").textValue());
    assertThat(result.stateSha256()).isEqualTo(undisturbed.get("stateSha256").textValue());
    assertThat(training.events().shuffledRounds()).hasSize(SmallTraining.ROUNDS_AN_EPOCH);
  }

  @Test
  void localModeEndsWithTheSameState() {
    String localRun = folder.resolve("run").toString();
    JsonNode here;
    try (LocalUnfold local = new LocalUnfold(folder)) {
      assertSucceeded(local.run(SmallTraining.command(folder.toString(), localRun, ONE_EPOCH)));
      here = RunProgress.object(local.run("inspect", localRun));
    }
    JsonNode there = RunProgress.object(cluster.unfold("inspect", run));

    assertThat(there.get("round").intValue()).isEqualTo(SmallTraining.ROUNDS_AN_EPOCH);
    assertThat(there.get("parametersSha256")).isEqualTo(here.get("parametersSha256"));
    assertThat(there.get("stateSha256")).isEqualTo(here.get("stateSha256"));
    assertThat(there.get("trainedTargets")).isEqualTo(here.get("trainedTargets"));
  }

  @Test
  void theModelInHdfsIsInspectedEvaluatedAndGeneratesText() {
    String model = run + "/model";
    JsonNode described = RunProgress.object(cluster.unfold("inspect", model));
    assertThat(described.get("parametersSha256").textValue()).hasSize(64);

    ClusterProgram.Finished evaluated =
        cluster.unfold(
            "evaluate", model, "--json", "--corpus", cluster.hdfs() + "/data/validation.txt");
    JsonNode metrics = RunProgress.object(evaluated);
    assertThat(metrics.get("loss").doubleValue())
        .isEqualTo(described.at("/metrics/validation/loss").doubleValue());

    ClusterProgram.Finished generated = cluster.unfold("generate", model, "--prefix", "state is ");
    assertSucceeded(generated);
    assertThat(generated.output()).contains("state is ").hasSizeGreaterThan(500);
  }

  @Test
  @Tag("faults")
  void aRunWaitsForARestartedNameNode() throws IOException {
    FaultReport report = FaultReport.of("NameNode killed under a driver and two executors");
    String hdfs = cluster.hdfs().toString();
    String again = hdfs + "/runs/again";
    ClusterProgram training =
        cluster.startUnfold(
            SmallTraining.command(hdfs + "/data", again, ONE_EPOCH, "corpus.cache=" + hdfs + "/c"));
    await(training, "; starting");

    cluster.kill(Role.NAMENODE, 0);
    await(training, "Retrying connect to server");
    cluster.revive();

    assertSucceeded(training.await(LIMIT));
    assertThat(RunProgress.object(cluster.unfold("inspect", again)).get("stateSha256"))
        .isEqualTo(RunProgress.object(cluster.unfold("inspect", run)).get("stateSha256"));
    report.print("both waited for it, same bits");
  }

  private static void await(ClusterProgram program, String output) {
    program.awaitCondition(() -> program.output().contains(output), Duration.ofMillis(10), LIMIT);
  }

  @Test
  @Tag("faults")
  void missingPermissionIsReported() throws IOException {
    String forbidden = cluster.hdfs() + "/runs/forbidden";

    ClusterProgram.Finished refused;
    Path outputs = Files.createDirectory(folder.resolve("stranger"));
    try (LocalUnfold stranger = new LocalUnfold(outputs, "stranger")) {
      refused = stranger.run(SmallTraining.command(folder.toString(), forbidden));
    }

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.messages())
        .singleElement()
        .asString()
        .contains(forbidden, "Permission denied: user=stranger, access=WRITE");
    assertThat(refused.output()).doesNotContain("\tat ");
  }

  private static Path testJar() throws IOException {
    Path target = ClusterOnThisMachine.home().resolve("integration-tests/target");
    try (Stream<Path> files = Files.list(target)) {
      return files.filter(file -> file.toString().endsWith("-tests.jar")).findFirst().orElseThrow();
    }
  }

  private static Path events() {
    return folder.resolve("events");
  }

  private static void assertSucceeded(ClusterProgram.Finished finished) {
    assertThat(finished.exitCode()).as(finished.output()).isZero();
  }
}
