package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.unfold.driver.storage.Attempt;
import dev.unfold.driver.storage.CommitFolder;
import dev.unfold.driver.storage.RunAttempts;
import dev.unfold.worker.sequence.LaneLayout;
import dev.unfold.worker.settings.OuterSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of three shards, some of which go on from a state that is not a number. */
class DivergedShardTest {
  private static JavaSparkContext spark;

  @TempDir private Path folder;
  private RunFixture fixture;

  @BeforeAll
  static void start() {
    spark =
        new JavaSparkContext(
            new SparkConf()
                .setMaster("local[2]")
                .setAppName("DivergedShardTest")
                .set("spark.ui.enabled", "false"));
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  @BeforeEach
  void threeShards() throws IOException {
    fixture = new RunFixture(folder);
    fixture.shards = 3;
  }

  @Test
  void aDivergedShardIsLeftOutOnceAndItsTargetsAreCounted() throws IOException {
    fixture.outer = OuterSettings.Kind.NESTEROV;
    train("run", new StopAfter(3), RunOutcome.INTERRUPTED);
    poison("run", Set.of(1));
    Recorder recorder = train("run", new StopAfter(2), RunOutcome.INTERRUPTED);

    long inRound = targetsOfShard(1, 3);
    assertThat(recorder.rounds())
        .extracting(RoundReport::round, RoundReport::excludedTargets)
        .containsExactly(tuple(4L, inRound), tuple(5L, inRound));
    assertThat(recorder.rounds()).allMatch(report -> Double.isFinite(report.loss()));
    assertThat(roundLines("run").get(3))
        .contains("\"excludedShards\":[1]", "\"excludedTargets\":" + inRound)
        .doesNotContain("NaN", "Infinity");
    assertThat(roundLines("run").get(4)).contains("\"excludedShards\":[]", "\"excludedTargets\":0");

    assertThat(train("run").epochs())
        .extracting(EpochReport::excludedTargets)
        .containsOnly(inRound);
    long trained = (long) describe("run").get("trainedTargets");
    assertThat(describe("run").get("excludedTargets")).isEqualTo(inRound);
    assertThat(trained + inRound).isEqualTo(2 * (Files.size(fixture.train()) - 1));
    assertThat(outcome("run", 3)).contains("\"excludedTargets\" : " + inRound);
    assertThat(outcome("run", 4))
        .contains("\"trainedTargets\" : " + trained, "\"excludedTargets\" : " + inRound);
  }

  @Test
  void aRunOfWhichEveryShardDivergedEndsAndNamesTheLastCheckpoint() throws IOException {
    train("run", new StopAfter(3), RunOutcome.INTERRUPTED);
    poison("run", Set.of(0, 1, 2));
    assertThatThrownBy(() -> train("run"))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("round 4: no shard is left to average")
        .hasMessageContaining("of shard 0 the loss is not finite")
        .hasMessageContaining("checkpoint of round 3");
  }

  /** Makes the newest checkpoint one whose states of some shards are not numbers. */
  private void poison(String run, Set<Integer> shards) throws IOException {
    CommitFolder folder = CommitFolder.open(path(run), new Configuration());
    Checkpoints checkpoints = new Checkpoints(folder, 2);
    Checkpoints.Saved saved = checkpoints.resume().orElseThrow();
    TrainingState state = saved.state();
    for (int shard : shards) {
      Arrays.fill(state.carries().get(shard), Float.NaN);
    }
    try (Attempt attempt = new RunAttempts(folder).claim()) {
      checkpoints.dropAfter(state.counters().round() - 1);
      checkpoints.save(attempt, saved.identity(), state, saved.parametersSha256());
    }
  }

  /** That the fixture's shard has in a round of the first epoch, from 0. */
  private long targetsOfShard(int shard, int round) throws IOException {
    LaneLayout layout =
        new LaneLayout(Files.size(fixture.train()), fixture.shards, fixture.batch, fixture.steps);
    long from = (long) round * fixture.interval * fixture.steps;
    long steps = (long) fixture.interval * fixture.steps;
    return LongStream.range((long) shard * fixture.batch, (shard + 1L) * fixture.batch)
        .map(lane -> Math.max(0, Math.min(steps, layout.laneLength(lane) - from)))
        .sum();
  }

  private List<String> roundLines(String run) throws IOException {
    return new RunInspection(path(run), new Configuration())
        .metrics().stream().filter(line -> line.contains("\"kind\":\"round\"")).toList();
  }

  private String outcome(String run, int attempt) throws IOException {
    String number = String.format(Locale.ROOT, "%06d", attempt);
    return Files.readString(Path.of(path(run), "attempts", number, "outcome.json"));
  }

  private Map<String, Object> describe(String run) throws IOException {
    return new RunInspection(path(run), new Configuration()).describe().orElseThrow();
  }

  private Recorder train(String run) throws IOException {
    return train(run, () -> false, RunOutcome.FINISHED);
  }

  private Recorder train(String run, BooleanSupplier stop, RunOutcome expected) throws IOException {
    Recorder recorder = new Recorder();
    assertThat(new TrainingRun(spark, fixture.settings(run), recorder).run(stop))
        .isEqualTo(expected);
    return recorder;
  }

  private String path(String run) {
    return folder.resolve(run).toString();
  }
}
