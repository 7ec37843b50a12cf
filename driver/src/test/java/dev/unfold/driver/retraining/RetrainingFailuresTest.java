package dev.unfold.driver.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.retraining.RetrainingSummary.Outcome;
import dev.unfold.driver.training.RunFixture;
import dev.unfold.driver.training.StopAfterListener;
import dev.unfold.driver.training.outcome.RunMismatchException;
import dev.unfold.worker.settings.EngineSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests which failures end a retraining permanently and after which it resumes. */
class RetrainingFailuresTest {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @TempDir private Path folder;
  private RetrainingFixture fixture;

  @BeforeEach
  void texts() throws IOException {
    fixture = new RetrainingFixture(SPARK.context(), folder);
    fixture = fixture.withRun(run -> run.withEpochs(1));
    fixture.arrives("a.txt", RunFixture.text(1));
  }

  @Test
  void otherKernelsAreReportedAndTheRetrainingContinuesWithItsOwn() throws IOException {
    fixture.retrain(new StopAfterListener(3));

    fixture = fixture.withProvider(EngineSettings.Provider.JAVA);
    assertThatThrownBy(fixture::retrain)
        .isInstanceOf(RunMismatchException.class)
        .hasMessageContaining("retraining 1 was started with other kernels")
        .hasMessageContaining("delete file:" + folder.resolve("runs/prose-"))
        .hasMessageContaining("kernels: the run has");

    fixture = fixture.withProvider(EngineSettings.Provider.AUTO);
    assertThat(fixture.retrain(new StopAfterListener(3)).outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(fixture.retrain().number()).isEqualTo(1);
    assertThat(fixture.champion()).isEqualTo(1);
  }

  @Test
  void otherKernelsTrainFromTheStartIfTheFolderOfTheRunWasDeleted() throws IOException {
    fixture.retrain(new StopAfterListener(3));
    try (Stream<Path> all = Files.walk(folder.resolve("runs"))) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }

    fixture = fixture.withProvider(EngineSettings.Provider.JAVA);
    assertThat(fixture.retrain().number()).isEqualTo(1);
  }

  @Test
  void unreadableCheckpointsAreReportedAndTheRetrainingContinuesOnceTheyAreRestored()
      throws IOException {
    fixture.retrain(new StopAfterListener(7));
    List<Path> states;
    try (Stream<Path> all = Files.walk(folder.resolve("runs"))) {
      states = all.filter(path -> path.endsWith("state.json")).toList();
    }
    byte[][] whole = new byte[states.size()][];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = Files.readAllBytes(states.get(i));
      Files.writeString(states.get(i), "torn");
    }

    assertThatThrownBy(fixture::retrain)
        .hasMessageContaining("none of the checkpoints")
        .hasMessageContaining("restore one");
    for (int i = 0; i < whole.length; i++) {
      Files.write(states.get(i), whole[i]);
    }
    assertThat(fixture.retrain().number()).isEqualTo(1);
  }

  @Test
  void aChallengerThatDivergesIsNotTrainedAgainButAfterARollbackItIs() throws IOException {
    fixture.retrain();
    fixture.arrives("b.txt", RunFixture.text(3));
    assertThat(fixture.retrain().outcome()).isEqualTo(Outcome.PROMOTED);
    fixture.arrives("c.txt", RunFixture.text(4));
    fixture = fixture.withRun(run -> run.withLearningRate(1e38));
    assertThatThrownBy(fixture::retrain)
        .hasMessageStartingWith("round 1: ")
        .hasMessageEndingWith(
            "; set a smaller training.optimizer.learning-rate or training.clip.norm, and the next"
                + " call trains another model")
        .as("a retraining chooses the directory itself")
        .hasMessageNotContaining("run.dir");
    assertThat(fixture.verdict(3)).isEqualTo(RetrainingDecision.Verdict.FAILED);
    assertThatThrownBy(fixture::retrain).hasMessageContaining("retraining 3 of this corpus");

    fixture.store().rollback("begin from another model");
    assertThatThrownBy(fixture::retrain).hasMessageContaining("round 1");
    assertThat(fixture.verdict(4)).isEqualTo(RetrainingDecision.Verdict.FAILED);
  }

  @Test
  void aFileThatIsNotTextIsNamedAndTheNextCallContinuesOnceItIsReplaced() throws IOException {
    fixture.retrain();
    Path torn = fixture.corpus().resolve("b.txt");
    Files.write(torn, "a torn é".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(fixture::retrain).hasMessageContaining("invalid UTF-8 in file:" + torn);
    assertThatThrownBy(fixture::retrain)
        .hasMessageContaining("retraining 2 of this corpus with these settings failed")
        .hasMessageContaining("invalid UTF-8 in file:" + torn);
    assertThat(fixture.champion()).isEqualTo(1);

    fixture.arrives("b.txt", RunFixture.text(3) + RunFixture.text(4));
    assertThat(fixture.retrain().outcome()).isEqualTo(Outcome.PROMOTED);
  }

  @Test
  void anInvalidValidationTextIsReportedUntilItIsFixed() throws IOException {
    Path validation = folder.resolve("validation.txt");
    byte[] whole = Files.readAllBytes(validation);
    Files.write(validation, "a torn é".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(fixture::retrain)
        .hasMessageContaining("invalid UTF-8 in file:" + validation);
    assertThatThrownBy(fixture::retrain).hasMessageContaining("retraining 1 of this corpus");

    Files.write(validation, whole);
    assertThat(fixture.retrain().outcome()).isEqualTo(Outcome.PROMOTED);
  }

  @Test
  void anotherValidationTextStartsANewRetraining() throws IOException {
    fixture.retrain(new StopAfterListener(3));
    Files.writeString(folder.resolve("validation.txt"), RunFixture.text(8));

    RetrainingSummary result = fixture.retrain();

    assertThat(result.number()).isEqualTo(2);
    assertThat(new RetrainingJournal(fixture.store()).decision(1).orElseThrow().reason())
        .contains("validation text: the run has");
  }

  @Test
  void aMovedStoreContinues() throws IOException {
    fixture.retrain();
    fixture.arrives("b.txt", RunFixture.text(3));
    fixture.retrain(new StopAfterListener(3));
    Files.move(folder.resolve("store"), folder.resolve("moved"));
    fixture = fixture.withStore("moved");

    assertThat(fixture.retrain().number()).isEqualTo(2);
  }

  @Test
  void aDamagedPlanOrDecisionIsSkipped() throws IOException {
    fixture.retrain();
    for (String record :
        List.of("decisions/000001/decision.json", "retrainings/000001/plan.json")) {
      Path damaged = folder.resolve("store/prose").resolve(record);
      byte[] whole = Files.readAllBytes(damaged);
      Files.writeString(damaged, "torn");
      assertThat(new StoreHistory(fixture.store()).versions())
          .singleElement()
          .satisfies(version -> assertThat(version.champion()).isTrue());
      Files.write(damaged, whole);
    }
    Files.writeString(folder.resolve("store/prose/decisions/000001/decision.json"), "torn");
    assertThat(new StoreHistory(fixture.store()).versions().get(0).verdict()).isEqualTo("damaged");

    fixture.arrives("b.txt", RunFixture.text(3));
    assertThat(fixture.retrain().number()).isEqualTo(2);
  }
}
