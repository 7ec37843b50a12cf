package dev.unfold.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is stopped in any way resumes as if it had not been stopped. */
class StopAndResumeIT {
  private static final int INTERRUPTED = 5;
  private static final int ROUNDS = SmallTraining.EPOCHS * SmallTraining.ROUNDS_AN_EPOCH;
  private static final int TRIES = 3;
  private static final Duration POLL = Duration.ofMillis(10);

  @TempDir private static Path texts;
  private static JsonNode uninterrupted;
  private static Map<Integer, Double> losses;

  @TempDir private Path folder;
  private LocalUnfold unfold;

  /** The progress of a run and the metrics of its rounds, from {@code inspect}. */
  private record Inspected(JsonNode state, List<JsonNode> rounds) {}

  @BeforeAll
  static void trainUninterrupted() throws IOException {
    SmallTraining.writeTo(texts);
    try (LocalUnfold unfold = new LocalUnfold(texts)) {
      Path run = texts.resolve("uninterrupted");
      assertEnded(unfold.run(SmallTraining.command(texts.toString(), run.toString())), 0);
      Inspected inspected = inspect(unfold, run);
      uninterrupted = inspected.state();
      losses = RunProgress.losses(inspected.rounds());
    }
    assertThat(losses).hasSize(ROUNDS);
  }

  @BeforeEach
  void prepare() {
    unfold = new LocalUnfold(folder);
  }

  @AfterEach
  void killWhatStillRuns() {
    unfold.close();
  }

  @Test
  void sigintStopsAfterTheRoundAndTheSameCommandResumes() throws IOException {
    ClusterProgram.Finished first = trainUntilSignal("INT");
    assertEnded(first, INTERRUPTED);
    assertThat(first.output()).contains("stopping after this round");
    int stopped = lastRound();

    assertEnded(unfold.run(command()), 0);

    assertResumedAfter(stopped, inspect(unfold, run()));
  }

  @Test
  void aKilledRunResumesFromItsLastCheckpoint() throws IOException {
    assertEnded(trainUntilSignal("KILL"), 128 + 9);
    int checkpoint = lastRound();
    assertThat(checkpoint % SmallTraining.ROUNDS_A_CHECKPOINT).isZero();

    assertEnded(unfold.run(command()), 0);

    assertResumedAfter(checkpoint, inspect(unfold, run()));
  }

  @Test
  void aRunHasOneOwnerAndASecondSignalEndsItAtOnce() throws IOException {
    String[] longRounds = {"training.epochs=1000", "averaging.interval=1000", "network.hidden=192"};
    String[] training = SmallTraining.command(texts.toString(), run().toString(), longRounds);
    ClusterProgram first = unfold.start(training);
    awaitCheckpoint(first, 1);

    ClusterProgram.Finished second = unfold.run(command());

    assertEnded(second, 1);
    assertThat(second.messages())
        .singleElement()
        .asString()
        .contains("run file:" + run() + " is in use by process " + first.process().pid())
        .contains("stop it first, or choose another run directory");
    assertThat(first.process().isAlive()).isTrue();

    ClusterProgram.Finished ended = signalTwiceInARound(first);
    for (int i = 1; i < TRIES && ended.exitCode() == INTERRUPTED; i++) {
      ended = signalTwiceInARound(unfold.start(training)); // the round ended between the signals
    }
    assertEnded(ended, 128 + 15);
  }

  private ClusterProgram.Finished signalTwiceInARound(ClusterProgram program) throws IOException {
    awaitCheckpoint(program, newestCheckpoint() + 1); // a round has just begun
    send(program, "TERM");
    await(program, () -> program.output().contains("press again to end at once"));
    program.process().destroy(); // sends the same signal unless it ended
    return program.await(LocalUnfold.LIMIT);
  }

  /** Sends a signal after a checkpoint, and starts over if the training ended before it arrived. */
  private ClusterProgram.Finished trainUntilSignal(String signal) {
    ClusterProgram.Finished ended = null;
    for (int i = 0; i < TRIES && (ended == null || ended.exitCode() == 0); i++) {
      FileUtil.fullyDelete(run().toFile());
      ClusterProgram program = unfold.start(command());
      awaitCheckpoint(program, SmallTraining.ROUNDS_A_CHECKPOINT);
      sendIfAlive(program, signal);
      ended = program.await(LocalUnfold.LIMIT);
    }
    return ended;
  }

  private Path run() {
    return folder.resolve("run");
  }

  private String[] command() {
    return SmallTraining.command(texts.toString(), run().toString());
  }

  private void awaitCheckpoint(ClusterProgram program, int round) {
    await(program, () -> Files.exists(run().resolve("checkpoints/%06d".formatted(round))));
  }

  private int newestCheckpoint() throws IOException {
    try (Stream<Path> checkpoints = Files.list(run().resolve("checkpoints"))) {
      return checkpoints
          .map(path -> path.getFileName().toString())
          .filter(name -> name.matches("\\d+"))
          .mapToInt(Integer::parseInt)
          .max()
          .orElseThrow();
    }
  }

  private static void await(ClusterProgram program, BooleanSupplier condition) {
    program.awaitCondition(condition, POLL, LocalUnfold.LIMIT);
  }

  private static void send(ClusterProgram program, String signal) {
    ProcessSignals.send(program.process().toHandle(), signal);
  }

  /** Sends a signal unless the program ends before it arrives. */
  private static void sendIfAlive(ClusterProgram program, String signal) {
    try {
      send(program, signal);
    } catch (AssertionError e) {
      if (program.process().isAlive()) {
        throw e;
      }
    }
  }

  private int lastRound() {
    return RunProgress.object(unfold.run("inspect", run().toString())).get("round").intValue();
  }

  private static Inspected inspect(LocalUnfold unfold, Path run) {
    return new Inspected(
        RunProgress.object(unfold.run("inspect", run.toString())),
        RunProgress.rounds(unfold.run("inspect", run.toString(), "--metrics")));
  }

  /** Checks that every round occurs once, with the same loss as without a stop. */
  private static void assertResumedAfter(int round, Inspected inspected) {
    assertThat(round).isGreaterThanOrEqualTo(SmallTraining.ROUNDS_A_CHECKPOINT).isLessThan(ROUNDS);
    List<JsonNode> rounds = inspected.rounds();
    assertThat(RunProgress.column(rounds, "round"))
        .isEqualTo(IntStream.rangeClosed(1, ROUNDS).boxed().toList());
    assertThat(RunProgress.column(rounds, "attempt"))
        .isEqualTo(IntStream.rangeClosed(1, ROUNDS).mapToObj(n -> n <= round ? 1 : 2).toList());
    assertThat(RunProgress.losses(rounds)).isEqualTo(losses);
    assertThat(inspected.state().get("parametersSha256"))
        .isEqualTo(uninterrupted.get("parametersSha256"));
    assertThat(inspected.state().get("stateSha256")).isEqualTo(uninterrupted.get("stateSha256"));
  }

  private static void assertEnded(ClusterProgram.Finished finished, int exitCode) {
    assertThat(finished.exitCode()).as(finished.output()).isEqualTo(exitCode);
  }
}
