package dev.unfold.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unfold.driver.storage.fs.HdfsClientSettings;
import dev.unfold.it.ClusterOnThisMachine.Role;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.apache.hadoop.hdfs.protocol.HdfsConstants.SafeModeAction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** A run on HDFS, parts of which die, refuse or fill up, ends or resumes with the same bits. */
@Tag("faults")
class HdfsFaultsIT {
  /** A configuration with checkpoints of 8 MB, so that there is time for a fault during a write. */
  private static final String[] SETTINGS = {
    "network.hidden=384", "training.epochs=1", "checkpoint.every-rounds=3"
  };

  /** Options for HDFS clients that give up within a second. */
  private static final String IMPATIENT = "-Dspark.hadoop.dfs.client.retry.policy.spec=100,2";

  private static final String[] IMPATIENT_SETTINGS = {"checkpoint.retry-seconds=2"};
  private static final String MANY_EPOCHS = "training.epochs=100";
  private static final Duration POLL = Duration.ofMillis(1);
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final String USER = System.getProperty("user.name");

  @TempDir private static Path texts;
  private static ClusterOnThisMachine cluster;
  private static DistributedFileSystem hdfs;
  private static JsonNode undisturbed;

  @TempDir private Path folder;
  private RunOnHdfs run;
  private LocalUnfold unfold;
  private LocalUnfold impatient;

  @BeforeAll
  static void trainUndisturbed() throws IOException {
    cluster = ClusterOnThisMachine.start("hdfs-faults-it", "--workers", "0", "--datanodes", "2");
    Configuration patient = cluster.hadoop();
    HdfsClientSettings.missingFrom(patient).forEach(patient::set);
    hdfs = (DistributedFileSystem) FileSystem.newInstance(cluster.hdfs(), patient);
    SmallTraining.writeTo(texts);
    try (LocalUnfold local = new LocalUnfold(texts)) {
      String run = texts.resolve("undisturbed").toString();
      assertEnded(local.run(SmallTraining.command(texts.toString(), run, SETTINGS)), 0);
      undisturbed = RunProgress.object(local.run("inspect", run));
    }
  }

  @AfterAll
  static void stop() throws IOException {
    hdfs.close();
    cluster.close();
  }

  @BeforeEach
  void prepare(TestInfo test) throws IOException {
    run = new RunOnHdfs(hdfs, test.getTestMethod().orElseThrow().getName());
    unfold = new LocalUnfold(folder);
    impatient = new LocalUnfold(outputs("impatient"), USER, IMPATIENT);
  }

  @AfterEach
  void heal() throws IOException {
    unfold.close();
    impatient.close();
    if (!cluster.processes(Role.NAMENODE).isEmpty()) {
      hdfs.setSafeMode(SafeModeAction.SAFEMODE_LEAVE);
    }
    cluster.revive();
  }

  @Test
  void aDataNodeIsKilledWhileTraining() {
    FaultReport report = FaultReport.of("DataNode killed while training");
    ClusterProgram training = startAndAwaitCheckpoint(unfold);

    cluster.kill(Role.DATANODE, 0);

    assertSucceeded(training);
    report.print("the run went on with the other, same bits");
  }

  @Test
  void aDataNodeIsKilledWhileACheckpointIsWritten() {
    FaultReport report = FaultReport.of("DataNode killed while a checkpoint is written");
    ClusterProgram training = startAndAwaitCheckpoint(unfold);
    training.awaitCondition(this::vectorsHaveABlock, POLL, LIMIT);

    cluster.kill(Role.DATANODE, 1);

    assertSucceeded(training);
    assertThat(training.output()).contains("WARN DataStreamer: ");
    boolean inPipeline = training.output().contains("DataStreamer: Error Recovery for ");
    report.print(
        (inPipeline ? "its pipeline" : "the write") + " went on with one replica, same bits");
  }

  @Test
  void noDataNodeForAWhile() throws IOException {
    FaultReport report = FaultReport.of("both DataNodes killed, started again");
    ClusterProgram training = startAndAwaitCheckpoint(unfold);
    cluster.kill(Role.DATANODE, 1);
    cluster.kill(Role.DATANODE, 0);
    training.awaitCondition(
        () ->
            training.output().contains("No live nodes contain block") // a task reads
                || training.output().contains("retrying in"), // a checkpoint is written
        POLL,
        LIMIT);

    cluster.revive();

    assertSucceeded(training);
    report.print("tasks and checkpoints waited until they were back, same bits");
  }

  @Test
  void theNameNodeIsKilledAndStartedAgain() throws IOException {
    FaultReport report = FaultReport.of("NameNode killed, started again");
    ClusterProgram training = startAndAwaitCheckpoint(unfold);
    cluster.kill(Role.NAMENODE, 0);
    await(training, "Retrying connect to server");

    cluster.revive();

    assertSucceeded(training);
    report.print("the client waited for it, same bits");
  }

  @Test
  void theNameNodeIsInSafeModeForAWhile() throws IOException {
    FaultReport report = FaultReport.of("NameNode in safe mode for a while");
    ClusterProgram training = startAndAwaitCheckpoint(impatient);
    hdfs.setSafeMode(SafeModeAction.SAFEMODE_ENTER);
    await(training, "Name node is in safe mode.; retrying in 2 s, until 600 s have passed");

    hdfs.setSafeMode(SafeModeAction.SAFEMODE_LEAVE);

    assertSucceeded(training);
    report.print("the save was tried again until it was left, same bits");
  }

  @Test
  void theNameNodeIsInSafeModeForTooLong() throws IOException {
    FaultReport report = FaultReport.of("NameNode in safe mode for longer than the limit");
    ClusterProgram training = startAndAwaitCheckpoint(impatient, IMPATIENT_SETTINGS);
    hdfs.setSafeMode(SafeModeAction.SAFEMODE_ENTER);
    ClusterProgram.Finished gaveUp = training.await(LIMIT);
    assertRefused(gaveUp, "the file system is in safe mode and read-only", "gave up after");
    int round = run.newestCheckpoint();
    hdfs.setSafeMode(SafeModeAction.SAFEMODE_LEAVE);

    assertSucceeded(unfold.start(command()));

    assertResumedAfter(round);
    report.print("ended with 1 and one line; the same command went on after round " + round);
  }

  @Test
  void theNameNodeIsLost() throws IOException {
    FaultReport report = FaultReport.of("NameNode killed for longer than the limit");
    ClusterProgram training = startAndAwaitCheckpoint(impatient, IMPATIENT_SETTINGS);
    cluster.kill(Role.NAMENODE, 0);
    ClusterProgram.Finished gaveUp = training.await(LIMIT);
    assertRefused(gaveUp, "Connection refused");
    assertRefused(impatient.run(command()), "Connection refused");
    cluster.revive();
    int round = run.newestCheckpoint();

    assertSucceeded(unfold.start(command()));

    assertResumedAfter(round);
    report.print("ended with 1 and one line; the same command went on after round " + round);
  }

  @Test
  void quotaIsExceeded() throws IOException {
    FaultReport report = FaultReport.of("space quota exceeded");
    ClusterProgram training = startAndAwaitCheckpoint(unfold);
    long used = hdfs.getContentSummary(run.directory()).getSpaceConsumed();
    hdfs.setQuota(run.directory(), HdfsConstants.QUOTA_DONT_SET, used + 1);
    ClusterProgram.Finished full = training.await(LIMIT);
    assertRefused(full, "no space left: The DiskSpace quota of /runs/quotaIsExceeded is exceeded");
    int round = run.newestCheckpoint();
    assertThat(state().get("round").intValue()).isEqualTo(round);
    hdfs.setQuota(run.directory(), HdfsConstants.QUOTA_DONT_SET, HdfsConstants.QUOTA_RESET);

    assertSucceeded(unfold.start(command()));

    assertResumedAfter(round);
    report.print("ended with 1 and one line; without it the same command went on after " + round);
  }

  @Test
  void permissionIsDenied() throws IOException {
    FaultReport report = FaultReport.of("permission denied");
    hdfs.mkdirs(run.directory(), FsPermission.createImmutable((short) 0755));
    try (LocalUnfold stranger = new LocalUnfold(outputs("stranger"), "stranger")) {
      assertRefused(
          2, stranger.run(command()), "Permission denied: user=stranger, access=WRITE", "/runs/");
      hdfs.setPermission(run.directory(), FsPermission.createImmutable((short) 0700));
      assertRefused(
          stranger.run("inspect", run.directory().toString()),
          "Permission denied: user=stranger, access=EXECUTE");
    }
    assertThat(run.names(".")).isEmpty();
    report.print("ended with 2 and one line that names user, access and folder");
  }

  @Test
  void twoProcessesStartOneRun() {
    FaultReport report = FaultReport.of("two runs in one directory");
    ClusterProgram first = startAndAwaitCheckpoint(unfold, MANY_EPOCHS);
    ClusterProgram.Finished second = unfold.run(command(MANY_EPOCHS));
    assertRefused(
        second, run.directory() + " is in use by process " + first.process().pid(), "stop it");
    assertThat(first.process().isAlive()).isTrue();
    first.process().destroyForcibly().onExit().join();
    int round = run.newestCheckpoint();

    ClusterProgram third = unfold.start(command(MANY_EPOCHS, "training.max-rounds=" + (round + 2)));
    assertEnded(third.await(LIMIT), 0);

    assertThat(third.output())
        .contains("taking over", "process " + first.process().pid())
        .contains("resuming after round " + round)
        .doesNotContain("watching the heartbeat");
    report.print("the second was refused; the dead owner's run was taken over at once");
  }

  @Test
  void aDriverIsKilledWhileItEncodes() {
    FaultReport report = FaultReport.of("driver killed while it encodes");
    RunOnHdfs shared = new RunOnHdfs(hdfs, "shared");
    String cache = "corpus.cache=" + shared.directory() + "/cache";
    ClusterProgram first = unfold.start(command(cache));
    first.awaitCondition(
        () ->
            shared.temporaries("cache").stream()
                .flatMap(name -> shared.names("cache/" + name).stream())
                .anyMatch(name -> name.startsWith(".part-")),
        POLL,
        LIMIT);
    first.process().destroyForcibly().onExit().join();
    List<String> left = shared.temporaries("cache");
    assertThat(left).hasSize(1);

    assertSucceeded(unfold.start(command(cache)));

    assertThat(shared.temporaries("cache")).isEmpty();
    report.print("what it left in a shared cache was deleted by the next start, same bits");
  }

  private Path outputs(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }

  /** Returns whether DataNodes were assigned to the vectors of an unfinished checkpoint. */
  private boolean vectorsHaveABlock() {
    return run.temporaries("checkpoints").stream()
        .map(name -> run.directory().toUri().getPath() + "/checkpoints/" + name)
        .anyMatch(
            commit -> {
              try {
                String vectors = commit + "/vectors.safetensors";
                return hdfs.getClient().getLocatedBlocks(vectors, 0).locatedBlockCount() > 0;
              } catch (FileNotFoundException e) {
                return false;
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  /**
   * Waits for the second checkpoint: the first may be visible before the NameNode has stored it.
   */
  private ClusterProgram startAndAwaitCheckpoint(LocalUnfold with, String... overrides) {
    ClusterProgram training = with.start(command(overrides));
    training.awaitCondition(() -> run.newestCheckpoint() > 3, POLL, LIMIT);
    return training;
  }

  private static void await(ClusterProgram program, String output) {
    program.awaitCondition(() -> program.output().contains(output), Duration.ofMillis(10), LIMIT);
  }

  private String[] command(String... overrides) {
    String[] settings = Arrays.copyOf(SETTINGS, SETTINGS.length + overrides.length);
    System.arraycopy(overrides, 0, settings, SETTINGS.length, overrides.length);
    return SmallTraining.command(texts.toString(), run.directory().toString(), settings);
  }

  private JsonNode state() {
    return RunProgress.object(unfold.run("inspect", run.directory().toString()));
  }

  /** Checks that the run ends with the bits of an undisturbed run and leaves nothing behind. */
  private void assertSucceeded(ClusterProgram training) {
    assertEnded(training.await(LocalUnfold.LIMIT), 0);
    JsonNode state = state();
    assertThat(state.get("parametersSha256")).isEqualTo(undisturbed.get("parametersSha256"));
    assertThat(state.get("stateSha256")).isEqualTo(undisturbed.get("stateSha256"));
    for (String subfolder : List.of(".", "checkpoints", "metrics", "best", "corpus")) {
      assertThat(run.temporaries(subfolder)).as("left in " + subfolder).isEmpty();
    }
  }

  /** Checks that the first attempt trained up to that round, and the second from there. */
  private void assertResumedAfter(int round) {
    List<JsonNode> rounds =
        RunProgress.rounds(unfold.run("inspect", run.directory().toString(), "--metrics"));
    assertThat(round).isPositive();
    assertThat(RunProgress.column(rounds, "attempt"))
        .isEqualTo(
            IntStream.rangeClosed(1, SmallTraining.ROUNDS_AN_EPOCH)
                .mapToObj(n -> n <= round ? 1 : 2)
                .toList());
  }

  private static void assertRefused(ClusterProgram.Finished finished, String... reasons) {
    assertRefused(1, finished, reasons);
  }

  private static void assertRefused(int code, ClusterProgram.Finished finished, String... reasons) {
    assertEnded(finished, code);
    assertThat(finished.messages()).singleElement().asString().contains(reasons);
    assertThat(finished.output()).doesNotContain("\tat ");
  }

  private static void assertEnded(ClusterProgram.Finished finished, int exitCode) {
    assertThat(finished.exitCode()).as(finished.output()).isEqualTo(exitCode);
  }
}
