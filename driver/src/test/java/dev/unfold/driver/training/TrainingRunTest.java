package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.storage.HandmadeCommit;
import dev.unfold.worker.settings.NetworkSettings.CellKind;
import dev.unfold.worker.settings.OptimizerSettings;
import dev.unfold.worker.settings.OuterSettings;
import dev.unfold.worker.settings.ScheduleSettings;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {
  private static JavaSparkContext spark;

  @TempDir private Path folder;
  private RunFixture fixture;

  @BeforeAll
  static void start() {
    spark =
        new JavaSparkContext(
            new SparkConf()
                .setMaster("local[2]")
                .setAppName("TrainingRunTest")
                .set("spark.ui.enabled", "false"));
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  @BeforeEach
  void texts() throws IOException {
    fixture = new RunFixture(folder);
  }

  @Test
  void learnsCountsEveryTargetOnceAndWritesTheModel() throws IOException {
    fixture.epochs = 4;
    Recorder recorder = train("run");
    assertThat(recorder.epochs()).hasSize(4);
    double first = recorder.epochs().get(0).validation().get("loss");
    double last = recorder.epochs().get(3).validation().get("loss");
    assertThat(last).isLessThan(first - 0.3);
    assertThat(recorder.rounds().stream().mapToLong(RoundReport::targets).sum())
        .isEqualTo(4L * (Files.size(fixture.train()) - 1));

    ModelFolder model = ModelFolder.open(path("run") + "/model", new Configuration());
    assertThat(model.read().sha256()).isEqualTo(model.metrics().get("parametersSha256"));
    assertThat(((Map<?, ?>) model.metrics().get("validation")).get("loss")).isEqualTo(last);
    assertThat(model.provenance()).containsKeys("corpora", "settings", "kernels");
  }

  @Test
  void aStoppedRunGoesOnToTheSameBits() throws IOException {
    fixture.outer = OuterSettings.Kind.NESTEROV;
    train("whole");

    Recorder first = train("stopped", new StopAfter(3), RunOutcome.INTERRUPTED);
    assertThat(first.rounds()).hasSize(3);
    Recorder second = train("stopped", new StopAfter(1), RunOutcome.INTERRUPTED);
    assertThat(second.rounds().get(0).round()).isEqualTo(4);
    train("stopped");

    assertThat(describe("stopped").get("stateSha256"))
        .isEqualTo(describe("whole").get("stateSha256"));
    assertThat(describe("stopped").get("attempt")).isEqualTo(3L);
    assertThat(modelSha256("stopped")).isEqualTo(modelSha256("whole"));
    List<String> rounds = roundLines("stopped");
    assertThat(rounds).hasSize(((Number) describe("whole").get("round")).intValue());
    assertThat(rounds.get(3)).contains("\"attempt\":2");
  }

  @Test
  void aRunThatHasEndedGoesOnWhenItMayTrainLonger() throws IOException {
    train("short");
    String before = modelSha256("short");
    assertThat(train("short").rounds()).isEmpty();
    fixture.epochs = 3;
    assertThat(train("short").epochs()).extracting(EpochReport::epoch).containsExactly(3);
    assertThat(modelSha256("short")).isNotEqualTo(before);

    train("long");
    assertThat(modelSha256("short")).isEqualTo(modelSha256("long"));
  }

  @Test
  void maxRoundsEndsARunInTheMiddleOfAnEpoch() throws IOException {
    fixture.maxRounds = 2;
    fixture.validation = false;
    assertThat(train("run").rounds()).hasSize(2);
    assertThat(Files.exists(Path.of(path("run"), "model", "model.safetensors"))).isTrue();
    fixture.maxRounds = 0;
    assertThat(train("run").rounds().get(0).round()).isEqualTo(3);
  }

  @Test
  void theBestEpochIsKeptAndPatienceEndsTheRun() throws IOException {
    fixture.optimizer = OptimizerSettings.Kind.SGD;
    fixture.learningRate = 0;
    fixture.epochs = 9;
    fixture.patience = 2;
    fixture.schedule = ScheduleSettings.Kind.PLATEAU;
    Recorder recorder = train("run");
    assertThat(recorder.epochs()).extracting(EpochReport::best).containsExactly(true, false, false);
    ModelFolder model = ModelFolder.open(path("run") + "/model", new Configuration());
    assertThat(model.metrics().get("epoch")).isEqualTo(1);
  }

  @Test
  void aPlateauLowersTheLearningRate() throws IOException {
    fixture.optimizer = OptimizerSettings.Kind.SGD;
    fixture.learningRate = 40;
    fixture.schedule = ScheduleSettings.Kind.PLATEAU;
    fixture.epochs = 8;
    List<EpochReport> epochs = train("run").epochs();
    double expected = 40;
    for (EpochReport epoch : epochs) {
      assertThat(epoch.learningRate()).isEqualTo(expected);
      expected *= epoch.best() ? 1 : 0.5;
    }
    assertThat(expected).as("a rate of 40 does not get better every time").isLessThan(40);
  }

  @Test
  void refusesTheDirectoryOfAnotherRun() throws IOException {
    train("run");
    fixture.cell = CellKind.GRU;
    fixture.learningRate = 0.5;
    assertThatThrownBy(() -> train("run"))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("another configuration")
        .hasMessageContaining("network.cell: the run has lstm, found gru")
        .hasMessageContaining("training.optimizer.learning-rate: the run has 0.01, found 0.5");
  }

  @Test
  void refusesToGoOnWithOtherText() throws IOException {
    train("run", new StopAfter(1), RunOutcome.INTERRUPTED);
    Files.writeString(fixture.train(), "more", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> train("run"))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("training text");
  }

  @Test
  void refusesMoreLanesThanTargets() throws IOException {
    Files.writeString(fixture.train(), "abcde");
    assertThatThrownBy(() -> train("run"))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("6 lanes")
        .hasMessageContaining("found 4");
  }

  @Test
  void aLossThatIsNotFiniteEndsTheRunAndNamesTheLastCheckpoint() throws IOException {
    fixture.optimizer = OptimizerSettings.Kind.SGD;
    fixture.learningRate = 1e38;
    assertThatThrownBy(() -> train("run"))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("is not finite")
        .hasMessageContaining("checkpoint of round 0");
    assertThat(Files.readString(Path.of(path("run"), "attempts", "000001", "outcome.json")))
        .contains("\"failed\"", "is not finite");
    assertThat(Files.exists(Path.of(path("run"), "model"))).isFalse();
  }

  @Test
  void aRunWhoseCheckpointsAreAllTornIsNotBegunAnew() throws IOException {
    train("run", new StopAfter(3), RunOutcome.INTERRUPTED);
    Path checkpoints = Path.of(path("run"), "checkpoints");
    tearAll(checkpoints);
    assertThatThrownBy(() -> train("run"))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("none of the checkpoints [0, 3] verifies");
    assertThat(Files.exists(checkpoints.resolve("000003"))).isTrue();
  }

  @Test
  void aTornCheckpointIsPassedOverAndItsRoundsTrainedAgain() throws IOException {
    train("whole");
    train("run", new StopAfter(3), RunOutcome.INTERRUPTED);
    tear(Path.of(path("run"), "checkpoints", "000003", "vectors.safetensors"));
    assertThat(train("run").rounds().get(0).round()).isEqualTo(1);
    assertThat(modelSha256("run")).isEqualTo(modelSha256("whole"));
  }

  @Test
  void isInspectedWhileItsOnlyCheckpointIsReplaced() throws Exception {
    fixture.keep = 1;
    fixture.everyRounds = 1;
    fixture.interval = 1;
    fixture.epochs = 4;
    RunInspection inspection = new RunInspection(path("run"), new Configuration());
    CompletableFuture<Void> training =
        CompletableFuture.runAsync(
            () -> assertThatCode(() -> train("run")).doesNotThrowAnyException());
    Set<Object> rounds = new HashSet<>();
    while (!training.isDone()) {
      Optional<Map<String, Object>> standing = inspection.describe();
      assertThat(standing.isPresent() || rounds.isEmpty()).isTrue();
      standing.ifPresent(values -> rounds.add(values.get("round")));
    }
    training.get();
    assertThat(rounds).hasSizeGreaterThan(10);
  }

  @Test
  void aCheckpointWithTheVectorsOfAnotherRunIsRefused() throws IOException {
    train("run", new StopAfter(1), RunOutcome.INTERRUPTED);
    fixture.hidden = 13;
    train("other", new StopAfter(1), RunOutcome.INTERRUPTED);
    fixture.hidden = 12;
    Path newest = Path.of("checkpoints", "000001");
    Path foreign = Path.of(path("other")).resolve(newest).resolve("vectors.safetensors");
    new HandmadeCommit(Path.of(path("run")).resolve(newest))
        .write("vectors.safetensors", Files.readAllBytes(foreign));
    assertThatThrownBy(() -> train("run"))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining(
            "the newest checkpoint is damaged or of another network: expected parameters");
  }

  @Test
  void refusesWhatDoesNotFitIntoABlock() throws IOException {
    fixture.steps = 1_000_000;
    fixture.batch = 60_000;
    fixture.shards = 1;
    Files.writeString(fixture.train(), "ab".repeat(6_000_000));
    assertThatThrownBy(() -> train("run"))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("training.steps x training.batch x network.hidden")
        .hasMessageContaining("2 GB");
  }

  private List<String> roundLines(String run) throws IOException {
    return new RunInspection(path(run), new Configuration())
        .metrics().stream().filter(line -> line.contains("\"kind\":\"round\"")).toList();
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

  private Recorder train(String run) throws IOException {
    return train(run, () -> false, RunOutcome.FINISHED);
  }

  private Recorder train(String run, BooleanSupplier stop, RunOutcome expected) throws IOException {
    UnfoldSettings settings = fixture.settings(run);
    Recorder recorder = new Recorder();
    assertThat(new TrainingRun(spark, settings, recorder).run(stop)).isEqualTo(expected);
    return recorder;
  }

  private String path(String run) {
    return folder.resolve(run).toString();
  }

  private Map<String, Object> describe(String run) throws IOException {
    return new RunInspection(path(run), new Configuration()).describe().orElseThrow();
  }

  private String modelSha256(String run) throws IOException {
    return ModelFolder.open(path(run) + "/model", new Configuration()).read().sha256();
  }
}
