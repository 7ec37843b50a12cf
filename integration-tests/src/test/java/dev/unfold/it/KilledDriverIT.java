package dev.unfold.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unfold.driver.training.state.RunInspection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A driver on HDFS that is killed 20 times resumes each time from its last checkpoint. */
@Tag("faults")
class KilledDriverIT {
  private static final long SEED = 20_230_517;

  /** The epochs of the run; all kills are long before its end. */
  private static final int ROUNDS = 200;

  private static final String[] SETTINGS = {
    "training.steps=50",
    "training.epochs=4",
    "averaging.interval=1",
    "checkpoint.every-rounds=3",
    "checkpoint.keep=2"
  };
  private static final Pattern GOING_ON = Pattern.compile("resuming after round (\\d+)");
  private static final Duration POLL = Duration.ofMillis(1);

  @TempDir private Path folder;
  private ClusterOnThisMachine cluster;
  private FileSystem hdfs;
  private LocalUnfold unfold;
  private RunOnHdfs run;

  /** The activity of a driver when it is killed. */
  private enum Doing {
    /** The driver reads its checkpoint and the corpus. */
    STARTING,
    /** The driver does whatever it does at a random time after a checkpoint. */
    TRAINING,
    /** The driver writes a checkpoint. */
    WRITING
  }

  /**
   * The moment at which a driver is killed.
   *
   * @param checkpoints the number of checkpoints that it has written before, or is writing
   * @param millis the additional delay
   */
  private record Moment(Doing doing, int checkpoints, int millis) {}

  @BeforeEach
  void start() throws IOException {
    cluster = ClusterOnThisMachine.start("killed-it", "--workers", "0", "--datanodes", "2");
    hdfs = FileSystem.newInstance(cluster.hdfs(), cluster.hadoop());
    unfold = new LocalUnfold(folder);
    SmallTraining.writeTo(folder);
    run = new RunOnHdfs(hdfs, "killed");
  }

  @AfterEach
  void stop() throws IOException {
    unfold.close();
    hdfs.close();
    cluster.close();
  }

  @Test
  void twentyKillsChangeNothing() throws IOException {
    JsonNode neverKilled = trainUndisturbed();

    Map<Integer, Integer> roundAfterAttempt = new TreeMap<>();
    int torn = 0;
    List<Moment> moments = moments();
    for (Moment moment : moments) {
      FaultReport report = FaultReport.of("driver killed while " + moment);
      int before = run.newestCheckpoint();
      ClusterProgram driver = unfold.start(command());
      Set<String> left = killAt(driver, moment);
      torn += left.isEmpty() ? 0 : 1;
      int attempt = run.newest("attempts");
      int round = run.newestCheckpoint();
      assertIsAtRound(round);
      assertResumedAfter(before, driver);
      assertThat(round).isGreaterThanOrEqualTo(before).isLessThan(ROUNDS);
      roundAfterAttempt.put(attempt, round);
      report.print("attempt %d left round %d, %d torn".formatted(attempt, round, left.size()));
    }
    assertThat(torn).as("kills in the middle of a checkpoint").isGreaterThanOrEqualTo(5);

    FaultReport report = FaultReport.of("driver killed " + moments.size() + " times");
    int before = run.newestCheckpoint();
    ClusterProgram last = unfold.start(command());
    assertThat(last.await(LocalUnfold.LIMIT).exitCode()).as(last.output()).isZero();
    assertResumedAfter(before, last);
    roundAfterAttempt.put(run.newest("attempts"), ROUNDS);
    assertRoundsAreOfTheirAttempts(roundAfterAttempt);
    JsonNode state = inspect();
    assertThat(state.get("parametersSha256")).isEqualTo(neverKilled.get("parametersSha256"));
    assertThat(state.get("stateSha256")).isEqualTo(neverKilled.get("stateSha256"));
    for (String subfolder : List.of(".", "checkpoints", "metrics", "best", "corpus", "attempts")) {
      assertThat(run.temporaries(subfolder)).as("left in " + subfolder).isEmpty();
    }
    report.print(
        "same parametersSha256 and stateSha256 as never killed, %d of them torn".formatted(torn));
  }

  /** Returns ten kills in a checkpoint, six after one, four at the start, in a random order. */
  private static List<Moment> moments() {
    Random random = new Random(SEED);
    List<Moment> moments = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      moments.add(new Moment(Doing.WRITING, 1 + random.nextInt(3), random.nextInt(20)));
    }
    for (int i = 0; i < 6; i++) {
      moments.add(new Moment(Doing.TRAINING, 1 + random.nextInt(2), random.nextInt(300)));
    }
    for (int i = 0; i < 4; i++) {
      moments.add(new Moment(Doing.STARTING, 0, random.nextInt(1500)));
    }
    Collections.shuffle(moments, random);
    return moments;
  }

  /** Kills the driver and returns the torn checkpoints that it leaves. */
  private Set<String> killAt(ClusterProgram driver, Moment moment) {
    Set<String> earlier = new HashSet<>(run.names("checkpoints"));
    int attempt = run.newest("attempts");
    Set<String> writing = new HashSet<>();
    Set<String> written = new HashSet<>();
    driver.awaitCondition(
        () -> {
          for (String name : run.names("checkpoints")) {
            if (!earlier.contains(name)) {
              (name.startsWith(".tmp-") ? writing : written).add(name);
            }
          }
          return switch (moment.doing()) {
            case STARTING -> run.newest("attempts") > attempt;
            case TRAINING -> written.size() >= moment.checkpoints();
            case WRITING -> writing.size() >= moment.checkpoints();
          };
        },
        POLL,
        LocalUnfold.LIMIT);
    LockSupport.parkNanos(Duration.ofMillis(moment.millis()).toNanos());
    driver.process().destroyForcibly().onExit().join();
    Set<String> left = new HashSet<>(run.temporaries("checkpoints"));
    left.removeAll(earlier);
    return left;
  }

  /** Checks that the newest checkpoint is valid, and that readers get it. */
  private void assertIsAtRound(int round) throws IOException {
    RunInspection inspection = new RunInspection(run.directory().toString(), cluster.hadoop());
    long state =
        inspection.describe().map(values -> ((Number) values.get("round")).longValue()).orElse(-1L);
    assertThat(state).isEqualTo(round);
  }

  private static void assertResumedAfter(int round, ClusterProgram driver) {
    Matcher goingOn = GOING_ON.matcher(driver.output());
    if (goingOn.find()) {
      assertThat(Integer.parseInt(goingOn.group(1))).isEqualTo(round);
    }
  }

  /** Checks that each round occurs once, by the first attempt that saved it. */
  private void assertRoundsAreOfTheirAttempts(Map<Integer, Integer> roundAfterAttempt) {
    List<JsonNode> rounds =
        RunProgress.rounds(unfold.run("inspect", run.directory().toString(), "--metrics"));
    assertThat(RunProgress.column(rounds, "round"))
        .isEqualTo(IntStream.rangeClosed(1, ROUNDS).boxed().toList());
    List<Integer> expected =
        IntStream.rangeClosed(1, ROUNDS)
            .mapToObj(
                round ->
                    roundAfterAttempt.entrySet().stream()
                        .filter(attempt -> attempt.getValue() >= round)
                        .findFirst()
                        .orElseThrow()
                        .getKey())
            .toList();
    assertThat(RunProgress.column(rounds, "attempt")).isEqualTo(expected);
  }

  private JsonNode trainUndisturbed() {
    String elsewhere = folder.resolve("undisturbed").toString();
    ClusterProgram.Finished trained =
        unfold.run(SmallTraining.command(folder.toString(), elsewhere, SETTINGS));
    assertThat(trained.exitCode()).as(trained.output()).isZero();
    return RunProgress.object(unfold.run("inspect", elsewhere));
  }

  private JsonNode inspect() {
    return RunProgress.object(unfold.run("inspect", run.directory().toString()));
  }

  private String[] command() {
    return SmallTraining.command(folder.toString(), run.directory().toString(), SETTINGS);
  }
}
