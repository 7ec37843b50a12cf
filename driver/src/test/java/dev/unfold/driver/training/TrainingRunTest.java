package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.storage.HandmadeCommit;
import dev.unfold.driver.training.outcome.RunOutcome;
import dev.unfold.driver.training.outcome.TrainingException;
import dev.unfold.driver.training.state.RunInspection;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.training.OptimizerSettings;
import dev.unfold.worker.settings.training.OuterSettings;
import dev.unfold.worker.settings.training.ScheduleSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {
  private static final Configuration CONFIGURATION = new Configuration();
  private static final Duration POLL = Duration.ofMillis(5);
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @TempDir private Path folder;
  private RunFixture fixture;
  private FixtureRuns runs;

  @BeforeEach
  void texts() throws IOException {
    runs = new FixtureRuns(SPARK.context(), folder);
    fixture = new RunFixture(folder);
  }

  @Test
  void learnsCountsEveryTargetOnceAndWritesTheModel() throws IOException {
    fixture = fixture.withEpochs(4);
    RecordingListener recorder = runs.train(fixture, "run");
    assertThat(recorder.epochs()).hasSize(4);
    double first = recorder.epochs().get(0).validation().get("loss");
    double last = recorder.epochs().get(3).validation().get("loss");
    assertThat(last).isLessThan(first - 0.3);
    assertThat(recorder.rounds().stream().mapToLong(RoundSummary::targets).sum())
        .isEqualTo(4L * (Files.size(fixture.train()) - 1));

    ModelFolder model = ModelFolder.open(runs.path("run") + "/model", CONFIGURATION);
    assertThat(model.read().sha256()).isEqualTo(model.metrics().get("parametersSha256"));
    assertThat(((Map<?, ?>) model.metrics().get("validation")).get("loss")).isEqualTo(last);
    assertThat(model.provenance()).containsKeys("corpora", "settings", "kernels");
  }

  @Test
  void aStoppedRunResumesToTheSameBits() throws IOException {
    fixture = fixture.withOuter(OuterSettings.Kind.NESTEROV);
    runs.train(fixture, "whole");

    RecordingListener first =
        runs.train(fixture, "stopped", new StopAfterListener(3), RunOutcome.INTERRUPTED);
    assertThat(first.rounds()).hasSize(3);
    RecordingListener second =
        runs.train(fixture, "stopped", new StopAfterListener(1), RunOutcome.INTERRUPTED);
    assertThat(second.rounds().get(0).round()).isEqualTo(4);
    runs.train(fixture, "stopped");

    assertThat(runs.describe("stopped").get("stateSha256"))
        .isEqualTo(runs.describe("whole").get("stateSha256"));
    assertThat(runs.describe("stopped").get("attempt")).isEqualTo(3L);
    assertThat(runs.modelSha256("stopped")).isEqualTo(runs.modelSha256("whole"));
    List<String> rounds = runs.metrics("stopped", "round");
    assertThat(rounds).hasSize(((Number) runs.describe("whole").get("round")).intValue());
    assertThat(rounds.get(3)).contains("\"attempt\":2");
  }

  @Test
  void aFinishedRunContinuesWhenItMayTrainLonger() throws IOException {
    runs.train(fixture, "short");
    String before = runs.modelSha256("short");
    assertThat(runs.train(fixture, "short").rounds()).isEmpty();
    fixture = fixture.withEpochs(3);
    assertThat(runs.train(fixture, "short").epochs())
        .extracting(EpochSummary::epoch)
        .containsExactly(3);
    assertThat(runs.modelSha256("short")).isNotEqualTo(before);

    runs.train(fixture, "long");
    assertThat(runs.modelSha256("short")).isEqualTo(runs.modelSha256("long"));
  }

  @Test
  void maxRoundsEndsARunInTheMiddleOfAnEpoch() throws IOException {
    fixture = fixture.withMaxRounds(2).withoutValidation();
    assertThat(runs.train(fixture, "run").rounds()).hasSize(2);
    assertThat(Files.exists(Path.of(runs.path("run"), "model", "model.safetensors"))).isTrue();
    fixture = fixture.withMaxRounds(0);
    assertThat(runs.train(fixture, "run").rounds().get(0).round()).isEqualTo(3);
  }

  @Test
  void theBestEpochIsKeptAndPatienceEndsTheRun() throws IOException {
    fixture =
        fixture
            .withOptimizer(OptimizerSettings.Kind.SGD)
            .withLearningRate(0)
            .withEpochs(9)
            .withPatience(2)
            .withSchedule(ScheduleSettings.Kind.PLATEAU);
    RecordingListener recorder = runs.train(fixture, "run");
    assertThat(recorder.epochs())
        .extracting(EpochSummary::best)
        .containsExactly(true, false, false);
    ModelFolder model = ModelFolder.open(runs.path("run") + "/model", CONFIGURATION);
    assertThat(model.metrics().get("epoch")).isEqualTo(1);
  }

  @Test
  void aPlateauLowersTheLearningRate() throws IOException {
    fixture =
        fixture
            .withOptimizer(OptimizerSettings.Kind.SGD)
            .withLearningRate(40)
            .withSchedule(ScheduleSettings.Kind.PLATEAU)
            .withEpochs(8);
    List<EpochSummary> epochs = runs.train(fixture, "run").epochs();
    double expected = 40;
    for (EpochSummary epoch : epochs) {
      assertThat(epoch.learningRate()).isEqualTo(expected);
      expected *= epoch.best() ? 1 : 0.5;
    }
    assertThat(expected).as("a rate of 40 does not get better every time").isLessThan(40);
  }

  @Test
  void refusesTheDirectoryOfAnotherRun() throws IOException {
    runs.train(fixture, "run");
    fixture = fixture.withCell(CellKind.GRU).withLearningRate(0.5);
    assertThatThrownBy(() -> runs.train(fixture, "run"))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("a different configuration")
        .hasMessageContaining("network.layers[0].type: the run has lstm, found gru")
        .hasMessageContaining("training.optimizer.learning-rate: the run has 0.01, found 0.5");
  }

  @Test
  void refusesToResumeWithOtherText() throws IOException {
    runs.train(fixture, "run", new StopAfterListener(1), RunOutcome.INTERRUPTED);
    Files.writeString(fixture.train(), "more", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> runs.train(fixture, "run"))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("training text");
  }

  @Test
  void refusesMoreLanesThanTargets() throws IOException {
    Files.writeString(fixture.train(), "abcde");
    assertThatThrownBy(() -> runs.train(fixture, "run"))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("6 lanes")
        .hasMessageContaining("found 4");
  }

  @Test
  void aLossThatIsNotFiniteEndsTheRunAndNamesTheLastCheckpoint() throws IOException {
    fixture = fixture.withOptimizer(OptimizerSettings.Kind.SGD).withLearningRate(1e38);
    assertThatThrownBy(() -> runs.train(fixture, "run"))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("is not finite")
        .hasMessageContaining("checkpoint of round 0");
    assertThat(Files.readString(Path.of(runs.path("run"), "attempts", "000001", "outcome.json")))
        .contains("\"failed\"", "is not finite");
    assertThat(Files.exists(Path.of(runs.path("run"), "model"))).isFalse();
  }

  @Test
  void aRunWithoutAnIntactCheckpointIsNotStartedOver() throws IOException {
    runs.train(fixture, "run", new StopAfterListener(3), RunOutcome.INTERRUPTED);
    Path checkpoints = Path.of(runs.path("run"), "checkpoints");
    tearAll(checkpoints);
    assertThatThrownBy(() -> runs.train(fixture, "run"))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("none of the checkpoints [0, 3] is valid");
    assertThat(Files.exists(checkpoints.resolve("000003"))).isTrue();
  }

  @Test
  void aTornCheckpointIsSkippedAndItsRoundsTrainedAgain() throws IOException {
    runs.train(fixture, "whole");
    runs.train(fixture, "run", new StopAfterListener(3), RunOutcome.INTERRUPTED);
    tear(Path.of(runs.path("run"), "checkpoints", "000003", "vectors.safetensors"));
    assertThat(runs.train(fixture, "run").rounds().get(0).round()).isEqualTo(1);
    assertThat(runs.modelSha256("run")).isEqualTo(runs.modelSha256("whole"));
  }

  @Test
  void isInspectedWhileItsOnlyCheckpointIsReplaced() throws Exception {
    fixture = fixture.withKeep(1).withEveryRounds(1).withInterval(1);
    RunInspection inspection = new RunInspection(runs.path("run"), CONFIGURATION);
    CompletableFuture<Void> training =
        CompletableFuture.runAsync(
            () -> assertThatCode(() -> runs.train(fixture, "run")).doesNotThrowAnyException());
    Set<Object> rounds = new HashSet<>();
    while (!training.isDone()) {
      Optional<Map<String, Object>> state = inspection.describe();
      assertThat(state.isPresent() || rounds.isEmpty()).isTrue();
      state.ifPresent(values -> rounds.add(values.get("round")));
      LockSupport.parkNanos(POLL.toNanos());
    }
    training.get();
    assertThat(rounds).hasSizeGreaterThan(10);
  }

  @Test
  void aCheckpointWithTheVectorsOfAnotherRunIsRefused() throws IOException {
    runs.train(fixture, "run", new StopAfterListener(1), RunOutcome.INTERRUPTED);
    fixture = fixture.withHidden(13);
    runs.train(fixture, "other", new StopAfterListener(1), RunOutcome.INTERRUPTED);
    fixture = fixture.withHidden(12);
    Path newest = Path.of("checkpoints", "000001");
    Path foreign = Path.of(runs.path("other")).resolve(newest).resolve("vectors.safetensors");
    new HandmadeCommit(Path.of(runs.path("run")).resolve(newest))
        .write("vectors.safetensors", Files.readAllBytes(foreign));
    assertThatThrownBy(() -> runs.train(fixture, "run"))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining(
            "the newest checkpoint is damaged or belongs to another network: expected parameters");
  }

  @Test
  void refusesWhatDoesNotFitIntoABlock() throws IOException {
    fixture = fixture.withSteps(1_000_000).withBatch(60_000).withShards(1);
    Files.writeString(fixture.train(), "ab".repeat(6_000_000));
    assertThatThrownBy(() -> runs.train(fixture, "run"))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("training.steps x training.batch x the width of a layer")
        .hasMessageContaining("2 GB");
  }

  private static void tearAll(Path checkpoints) throws IOException {
    try (Stream<Path> commits = Files.list(checkpoints)) {
      for (Path commit : commits.toList()) {
        tear(commit.resolve("vectors.safetensors"));
      }
    }
  }

  private static void tear(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
  }
}
