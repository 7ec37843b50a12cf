package dev.unfold.driver.training.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.training.round.RoundResult.ShardOutcome;
import dev.unfold.worker.bptt.ModelState;
import dev.unfold.worker.bptt.NonFiniteValue;
import dev.unfold.worker.bptt.ShardResult.ShardMetrics;
import dev.unfold.worker.network.output.LossUnit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundMetricsTest {
  private static final ModelState MODEL = new ModelState(new float[0], new float[0]);

  @Test
  void excludedShardsCountOnlyAsExcluded() {
    assertThat(withExcludedShard().describe())
        .isEqualTo(
            Map.ofEntries(
                Map.entry("loss", 2.75),
                Map.entry("minShardLoss", 2.0),
                Map.entry("maxShardLoss", 3.0),
                Map.entry("gradientNorm", 3.8),
                Map.entry("clippedFraction", 0.5),
                Map.entry("targets", 400L),
                Map.entry("excludedShards", List.of(2)),
                Map.entry("excludedTargets", 50L),
                Map.entry("learningRate", 0.2),
                Map.entry("computeSeconds", 3.0),
                Map.entry("seconds", 5.0)));
  }

  @Test
  void thePageExplainsEveryMetric() throws IOException {
    List<String> rows =
        Files.readString(Path.of("..", "docs", "train.md"))
            .lines()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.split("\\|", -1)[1])
            .toList();
    assertThat(withExcludedShard().describe().keySet())
        .allMatch(name -> rows.stream().anyMatch(row -> row.contains("`" + name + "`")));
  }

  private static RoundMetrics withExcludedShard() {
    ShardOutcome first =
        shard(0, new ShardMetrics(100, 4, 200, 0, 8, 1, 0.1, NonFiniteValue.NONE, 3_000_000_000L));
    ShardOutcome second =
        shard(1, new ShardMetrics(300, 6, 900, 0, 30, 4, 0.2, NonFiniteValue.NONE, 1));
    ShardOutcome third =
        shard(2, new ShardMetrics(50, 9, Double.NaN, 0, 1, 9, 0.3, NonFiniteValue.LOSS, 1))
            .exclude("NaN");
    return RoundMetrics.of(7, List.of(first, second, third), 5);
  }

  @Test
  void aRoundWithoutTargetsHasNoMeans() {
    ShardOutcome without =
        shard(0, new ShardMetrics(0, 0, 0, 0, 0, 0, 0, NonFiniteValue.NONE, 1_000_000_000L));
    assertThat(RoundMetrics.of(2, List.of(without), 2).describe())
        .containsEntry("targets", 0L)
        .doesNotContainKeys("loss", "gradientNorm", "clippedFraction", "minShardLoss");
    ShardOutcome with = shard(1, new ShardMetrics(10, 1, 20, 0, 3, 0, 0.1, NonFiniteValue.NONE, 1));
    assertThat(RoundMetrics.of(2, List.of(without, with), 2).describe())
        .containsEntry("minShardLoss", 2.0)
        .containsEntry("maxShardLoss", 2.0);
  }

  @Test
  void aShardWithoutTargetsIsNotExcludedWithTheOthers() {
    ShardOutcome without = shard(0, new ShardMetrics(0, 0, 0, 0, 0, 0, 0, NonFiniteValue.NONE, 1));
    ShardOutcome diverged =
        shard(1, new ShardMetrics(10, 1, Double.NaN, 0, 1, 1, 0.1, NonFiniteValue.LOSS, 1));
    List<ShardOutcome> both = new ExclusionRule(0, LossUnit.NATS).apply(List.of(without, diverged));
    RoundResult result = new RoundResult(MODEL, both);
    assertThat(result.trainedTargets()).isZero();
    assertThat(both.get(1).excluded()).isTrue();
    assertThat(result.allExcluded()).isFalse();
    assertThat(new RoundResult(MODEL, List.of(both.get(1))).allExcluded()).isTrue();
  }

  private static ShardOutcome shard(int index, ShardMetrics metrics) {
    return new ShardOutcome(index, new float[1], metrics, "");
  }
}
