package dev.unfold.driver.training.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.training.round.RoundResult.ShardOutcome;
import dev.unfold.worker.bptt.NonFiniteValue;
import dev.unfold.worker.bptt.ShardResult.ShardMetrics;
import dev.unfold.worker.network.output.LossUnit;
import dev.unfold.worker.parameters.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ExclusionRuleTest {
  private static final long TARGETS = 1000;

  private final ExclusionRule rule = new ExclusionRule(3, LossUnit.NATS);

  @Test
  void aShardFarAboveTheMedianIsExcluded() {
    assertThat(excluded(1.4, 1.6, 4.55, 4.65)).containsExactly(3);
    assertThat(excluded(4.65, 1.6, 1.4)).containsExactly(0);
  }

  @Test
  void aShardThatIsFarBetterExcludesNoOther() {
    assertThat(excluded(0.01, 5, 5.1, 5.2)).isEmpty();
  }

  @Test
  void theWorseOfTwoIsExcludedAndNeverBoth() {
    assertThat(excluded(5, 1.5)).containsExactly(0);
    assertThat(excluded(1e6, 1e5, 1e4, 1e3, 1e2)).containsExactly(0, 1);
    assertThat(excluded(1e30)).isEmpty();
  }

  @Test
  void aDifferenceEqualToTheLimitIsAllowed() {
    assertThat(excluded(1, 4)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(value = NonFiniteValue.class, mode = Mode.EXCLUDE, names = "NONE")
  void nonFiniteShardsAreExcludedAndNotCompared(NonFiniteValue what) {
    List<ShardMetrics> shards = List.of(shard(TARGETS, 0.1, what), shard(1, 5), shard(TARGETS, 5));
    assertThat(rule.weights(shards)).containsExactly(0, 1, TARGETS);
    assertThat(new ExclusionRule(0, LossUnit.NATS).weights(shards)).containsExactly(0, 1, TARGETS);
  }

  @Test
  void allShardsAreExcludedIfNoneIsFinite() {
    ShardMetrics diverged = shard(TARGETS, Double.NaN, NonFiniteValue.LOSS);
    assertThat(rule.weights(List.of(diverged, diverged))).containsOnly(0);
  }

  @Test
  void shardsWithFewTargetsAreNotCompared() {
    List<ShardMetrics> shards = List.of(shard(99, 50), shard(99, 0.1), shard(99, 0.1), shard(0, 0));
    assertThat(rule.weights(shards)).containsExactly(99, 99, 99, 0);
    List<ShardMetrics> more = new ArrayList<>(shards);
    more.add(shard(100, 5));
    more.add(shard(100, 50));
    assertThat(rule.weights(more)).containsExactly(99, 99, 99, 0, 100, 0);
  }

  @Test
  void zeroSwitchesTheComparisonOff() {
    List<ShardMetrics> shards = List.of(shard(TARGETS, 1), shard(TARGETS, 1e9));
    assertThat(new ExclusionRule(0, LossUnit.NATS).weights(shards))
        .containsExactly(TARGETS, TARGETS);
  }

  @Test
  void anExcludedShardStartsFromZeroWithAReason() {
    List<ShardOutcome> ends =
        rule.apply(
            List.of(
                end(0, shard(TARGETS, 1.5)),
                end(1, shard(TARGETS, 57)),
                end(2, shard(TARGETS, Double.NaN, NonFiniteValue.LOSS)),
                end(3, shard(0, 0))));
    assertThat(ends).extracting(ShardOutcome::excluded).containsExactly(false, true, true, false);
    assertThat(ends.get(0).carry()).containsExactly(1, 2);
    assertThat(ends.get(1).carry()).containsExactly(0, 0);
    assertThat(ends.get(2).carry()).containsExactly(0, 0);
    assertThat(ends.get(3).carry()).containsExactly(1, 2);
    assertThat(ends.get(1).exclusion()).contains("57.0000 nats", "1.5000 nats");
    assertThat(ends.get(2).exclusion()).isEqualTo("the loss is not finite, found NaN");
  }

  @ParameterizedTest
  @EnumSource(value = LossUnit.class, mode = Mode.EXCLUDE, names = "NATS")
  void theUnitOfTheTargetsExcludesNoShard(LossUnit unit) {
    ExclusionRule squared = new ExclusionRule(3, unit);
    CounterRandom random = new CounterRandom(1);
    long excludedSomeone = 0;
    for (int round = 0; round < 200; round++) {
      CounterRandom ofRound = random.derive(round);
      List<ShardMetrics> shards = squaredErrors(ofRound, 1);
      long[] weights = squared.weights(shards);
      excludedSomeone += Arrays.stream(weights).anyMatch(weight -> weight == 0) ? 1 : 0;
      for (int exponent = -60; exponent <= 60; exponent += 20) {
        double scale = Math.scalb(1.0, exponent);
        assertThat(squared.weights(squaredErrors(ofRound, scale)))
            .as("targets times %s", scale)
            .isEqualTo(weights);
      }
    }
    assertThat(excludedSomeone).isBetween(20L, 180L);
  }

  /**
   * Returns shards with errors over ten orders of magnitude, with targets multiplied by a scale.
   */
  private static List<ShardMetrics> squaredErrors(CounterRandom random, double scale) {
    List<ShardMetrics> shards = new ArrayList<>();
    for (int shard = 0; shard < 5; shard++) {
      double error = Math.exp(6 * random.uniform(2L * shard) - 3);
      double variance = Math.exp(6 * random.uniform(2L * shard + 1) - 3);
      shards.add(squaredError(error * scale * scale, variance * scale * scale));
    }
    return shards;
  }

  @Test
  void aSquaredErrorIsTooFarBeyondTheVarianceAndTheMedian() {
    ExclusionRule squared = new ExclusionRule(3, LossUnit.SQUARED_ERROR);
    assertThat(squared.weights(List.of(squaredError(0.001, 1), squaredError(2.9, 1))))
        .as("hardly worse than the mean of the targets")
        .containsExactly(TARGETS, TARGETS);
    assertThat(squared.weights(List.of(squaredError(0.001, 1), squaredError(3.1, 1))))
        .as("worse than the mean of the targets")
        .containsExactly(TARGETS, 0);
    assertThat(squared.weights(List.of(squaredError(1e6, 1), squaredError(1.1e6, 1))))
        .as("a network that does not know the mean yet")
        .containsExactly(TARGETS, TARGETS);
    assertThat(squared.weights(List.of(squaredError(1e6, 1), squaredError(4.1e6, 1))))
        .containsExactly(TARGETS, 0);
    assertThat(squared.weights(List.of(squaredError(0.001, 1), squaredError(80, 40))))
        .as("a shard whose own targets vary more")
        .containsExactly(TARGETS, TARGETS);
    assertThat(squared.weights(List.of(squaredError(0, 0), squaredError(0, 0))))
        .containsExactly(TARGETS, TARGETS);
  }

  @Test
  void theReasonOfASquaredErrorHasNoNats() {
    ShardOutcome excluded =
        new ExclusionRule(3, LossUnit.SQUARED_ERROR)
            .apply(List.of(end(0, squaredError(2, 1)), end(1, squaredError(12345678, 1))))
            .get(1);
    assertThat(excluded.exclusion())
        .isEqualTo(
            "its mean loss is 1.235e+07, that of the median shard 2.000, the variance of its"
                + " targets 1.000");
  }

  private static ShardMetrics squaredError(double error, double variance) {
    return new ShardMetrics(
        TARGETS, 1, error * TARGETS, variance, 1, 0, 0.1, NonFiniteValue.NONE, 0);
  }

  /** Returns the shards that are excluded if they have the given mean losses. */
  private List<Integer> excluded(double... meanLosses) {
    List<ShardOutcome> ends = new ArrayList<>();
    for (double loss : meanLosses) {
      ends.add(end(ends.size(), shard(TARGETS, loss)));
    }
    return rule.apply(ends).stream()
        .filter(ShardOutcome::excluded)
        .map(ShardOutcome::index)
        .toList();
  }

  private static ShardOutcome end(int index, ShardMetrics metrics) {
    return new ShardOutcome(index, new float[] {1, 2}, metrics, "");
  }

  private static ShardMetrics shard(long targets, double meanLoss) {
    return shard(targets, meanLoss, NonFiniteValue.NONE);
  }

  private static ShardMetrics shard(long targets, double meanLoss, NonFiniteValue nonFinite) {
    return new ShardMetrics(targets, 1, meanLoss * targets, 0, 1, 0, 0.1, nonFinite, 0);
  }
}
