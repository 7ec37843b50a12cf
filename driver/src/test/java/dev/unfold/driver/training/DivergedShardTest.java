package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.lease.Attempt;
import dev.unfold.driver.storage.lease.RunAttempts;
import dev.unfold.driver.training.outcome.RunOutcome;
import dev.unfold.driver.training.outcome.TrainingException;
import dev.unfold.driver.training.state.CheckpointStore;
import dev.unfold.driver.training.state.TrainingState;
import dev.unfold.worker.sequence.LaneLayout;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.training.OuterSettings;
import dev.unfold.worker.settings.training.TrainingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests runs of three shards, some of which resume from a state that is NaN. */
class DivergedShardTest {
  private static final Configuration CONFIGURATION = new Configuration();
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @TempDir private Path folder;
  private RunFixture fixture;
  private FixtureRuns runs;

  @BeforeEach
  void threeShards() throws IOException {
    runs = new FixtureRuns(SPARK.context(), folder);
    fixture = new RunFixture(folder).withShards(3);
  }

  @Test
  void aDivergedShardIsExcludedOnceAndItsTargetsAreCounted() throws IOException {
    fixture = fixture.withOuter(OuterSettings.Kind.NESTEROV);
    runs.train(fixture, "run", new StopAfterListener(3), RunOutcome.INTERRUPTED);
    poison("run", Set.of(1));
    RecordingListener recorder =
        runs.train(fixture, "run", new StopAfterListener(2), RunOutcome.INTERRUPTED);

    long inRound = targetsOfShard(1, 3);
    assertThat(recorder.rounds())
        .extracting(RoundSummary::round, RoundSummary::excludedTargets)
        .containsExactly(tuple(4L, inRound), tuple(5L, inRound));
    assertThat(recorder.rounds()).allMatch(summary -> Double.isFinite(summary.loss()));
    assertThat(runs.metrics("run", "round").get(3))
        .contains("\"excludedShards\":[1]", "\"excludedTargets\":" + inRound)
        .doesNotContain("NaN", "Infinity");
    assertThat(runs.metrics("run", "round").get(4))
        .contains("\"excludedShards\":[]", "\"excludedTargets\":0");

    assertThat(runs.train(fixture, "run").epochs())
        .extracting(EpochSummary::excludedTargets)
        .containsOnly(inRound);
    long trained = (long) runs.describe("run").get("trainedTargets");
    assertThat(runs.describe("run").get("excludedTargets")).isEqualTo(inRound);
    assertThat(trained + inRound).isEqualTo(2 * (Files.size(fixture.train()) - 1));
    assertThat(outcome("run", 3)).contains("\"excludedTargets\" : " + inRound);
    assertThat(outcome("run", 4))
        .contains("\"trainedTargets\" : " + trained, "\"excludedTargets\" : " + inRound);
  }

  @Test
  void aRunOfWhichEveryShardDivergedEndsAndNamesTheLastCheckpoint() throws IOException {
    runs.train(fixture, "run", new StopAfterListener(3), RunOutcome.INTERRUPTED);
    poison("run", Set.of(0, 1, 2));
    assertThatThrownBy(() -> runs.train(fixture, "run"))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("round 4: all shards are excluded from the average")
        .hasMessageContaining("shard 0: the loss is not finite")
        .hasMessageContaining("checkpoint of round 3");
  }

  /** Replaces the newest checkpoint with one in which the states of some shards are NaN. */
  private void poison(String run, Set<Integer> shards) throws IOException {
    CommitFolder folder = CommitFolder.open(runs.path(run), CONFIGURATION);
    CheckpointStore checkpoints = new CheckpointStore(folder, 2);
    CheckpointStore.Saved saved = checkpoints.resume().orElseThrow();
    TrainingState state = saved.state();
    for (int shard : shards) {
      Arrays.fill(state.carries().get(shard), Float.NaN);
    }
    try (Attempt attempt = new RunAttempts(folder).claim()) {
      checkpoints.dropAfter(state.counters().round() - 1);
      checkpoints.save(attempt, saved.identity(), state, saved.parametersSha256());
    }
  }

  /** Returns the number of targets of a shard in a round of the first epoch, from 0. */
  private long targetsOfShard(int shard, int round) throws IOException {
    UnfoldSettings settings = fixture.settings("run");
    TrainingSettings training = settings.training();
    LaneLayout layout =
        new LaneLayout(
            Files.size(fixture.train()), training.shards(), training.batch(), training.steps());
    long steps = (long) settings.averaging().interval() * training.steps();
    long from = round * steps;
    return LongStream.range((long) shard * training.batch(), (shard + 1L) * training.batch())
        .map(lane -> Math.max(0, Math.min(steps, layout.laneLength(lane) - from)))
        .sum();
  }

  private String outcome(String run, int attempt) throws IOException {
    String number = String.format(Locale.ROOT, "%06d", attempt);
    return Files.readString(Path.of(runs.path(run), "attempts", number, "outcome.json"));
  }
}
