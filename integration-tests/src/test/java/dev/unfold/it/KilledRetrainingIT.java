package dev.unfold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.store.ModelStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A retraining that is killed at every step resumes each time, and its readers never miss a model.
 */
@Tag("faults")
class KilledRetrainingIT {
  private static final int NOTHING_NEW = 3;
  private static final Duration POLL = Duration.ofMillis(1);
  private static final String TEMPORARY = ".tmp-";

  private static final String STORE = "store/prose/";
  private static final int DEPTH = 4;
  private static final String ANY_TEMPORARY = "\\.tmp-.*";
  private static final String RUN = "runs/prose-[0-9a-f]{8}-000002";

  private static final List<Step> STEPS =
      List.of(
          new Step(STORE + "retrainings", ANY_TEMPORARY),
          new Step(STORE + "retrainings", "000002"),
          new Step(RUN + "/attempts", "0.*"),
          new Step(RUN + "/corpus", ANY_TEMPORARY),
          new Step(RUN + "/checkpoints", "000000"),
          new Step(RUN + "/checkpoints", "000010"),
          new Step(RUN + "/best", "000001"),
          new Step(RUN + "/checkpoints", "000050"),
          new Step(RUN, "model"),
          new Step(STORE + "versions", ANY_TEMPORARY),
          new Step(STORE + "versions", "000002"),
          new Step(RUN + "/held-out", ANY_TEMPORARY),
          new Step(STORE + "decisions", ANY_TEMPORARY),
          new Step(STORE + "decisions", "000002"),
          new Step(STORE + "promotions", ANY_TEMPORARY),
          new Step(STORE + "promotions", "000002"));

  @TempDir private Path folder;
  private LocalUnfold unfold;

  /**
   * A step of the second retraining, identified by a file that shows that it has started or ended.
   *
   * @param where the folder of the store or of the run, as a regular expression
   * @param what the name of a file in it, as a regular expression
   */
  private record Step(String where, String what) {
    boolean isSeenIn(Path folder) {
      try (Stream<Path> all = Files.walk(folder, DEPTH)) {
        return all.anyMatch(path -> folder.relativize(path).toString().matches(where + "/" + what));
      } catch (IOException | UncheckedIOException e) {
        return false; // a file was renamed while the folder was listed
      }
    }
  }

  @BeforeEach
  void prepare() throws IOException {
    unfold = new LocalUnfold(folder);
    SmallTraining.writeTo(folder);
    Files.createDirectory(folder.resolve("corpus"));
    String text = Files.readString(folder.resolve(SmallTraining.TEXT));
    Files.writeString(folder.resolve("monday.txt"), text.substring(0, text.length() / 4));
    Files.writeString(folder.resolve("tuesday.txt"), text);
  }

  @AfterEach
  void killWhatStillRuns() {
    unfold.close();
  }

  @Test
  void aRetrainingKilledAtEveryStepCompletes() throws IOException {
    arrives("monday.txt");
    assertThat(unfold.run(command()).exitCode()).isZero();
    arrives("tuesday.txt");

    int killed = 0;
    for (Step step : STEPS) {
      FaultReport report = FaultReport.of("retraining killed at " + step);
      ClusterProgram retraining = unfold.start(command());
      boolean alive = awaitOrEnd(retraining, step);
      retraining.process().destroyForcibly().onExit().join();
      killed += alive ? 1 : 0;
      long champion = champion();
      report.print((alive ? "" : "it had ended before; ") + "champion " + champion);
      assertThat(champion).isIn(1L, 2L);
    }
    assertThat(killed).as("kills of a living retraining").isGreaterThanOrEqualTo(12);

    ClusterProgram.Finished last = unfold.run(command());
    assertThat(last.exitCode()).as(last.output()).isIn(0, NOTHING_NEW);
    assertThat(champion()).isEqualTo(2);
    assertThat(unfold.run(command()).exitCode()).isEqualTo(NOTHING_NEW);
    assertThat(store("store").open(2).read().sha256()).isEqualTo(neverKilled());
    assertThat(temporaries()).isEmpty();
  }

  /** Returns whether the process was still running when the step was detected. */
  private boolean awaitOrEnd(ClusterProgram retraining, Step step) {
    long deadline = System.nanoTime() + LocalUnfold.LIMIT.toNanos();
    while (retraining.process().isAlive() && !step.isSeenIn(folder)) {
      assertThat(System.nanoTime()).as(retraining.output()).isLessThan(deadline);
      LockSupport.parkNanos(POLL.toNanos());
    }
    return retraining.process().isAlive();
  }

  /** Returns the parameter hash of a second challenger whose retraining was not interrupted. */
  private String neverKilled() throws IOException {
    Files.delete(folder.resolve("corpus/tuesday.txt"));
    assertThat(unfold.run(command("elsewhere")).exitCode()).isZero();
    arrives("tuesday.txt");
    assertThat(unfold.run(command("elsewhere")).exitCode()).isZero();
    return store("elsewhere").open(2).read().sha256();
  }

  private List<Path> temporaries() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("store"))) {
      return new ArrayList<>(
          all.filter(path -> path.getFileName().toString().startsWith(TEMPORARY)).toList());
    }
  }

  private void arrives(String name) throws IOException {
    Files.copy(folder.resolve(name), folder.resolve("corpus").resolve(name));
  }

  private ModelStore store(String dir) throws IOException {
    return new ModelStore(folder.resolve(dir).resolve("prose").toString(), new Configuration());
  }

  private long champion() throws IOException {
    return store("store").champion().orElseThrow().promotion().version();
  }

  private String[] command() {
    return command("store");
  }

  private String[] command(String store) {
    List<String> command =
        new ArrayList<>(List.of("retrain", folder.resolve(SmallTraining.CONFIGURATION).toString()));
    for (String setting :
        List.of(
            "corpus.train=" + folder.resolve("corpus"),
            "corpus.validation=" + folder.resolve(SmallTraining.VALIDATION),
            "corpus.test=" + folder.resolve(SmallTraining.VALIDATION),
            "run.dir=" + folder.resolve(store.equals("store") ? "runs" : store + "-runs"),
            "store.dir=" + folder.resolve(store),
            "store.name=prose")) {
      command.addAll(List.of("--set", setting));
    }
    return command.toArray(String[]::new);
  }
}
