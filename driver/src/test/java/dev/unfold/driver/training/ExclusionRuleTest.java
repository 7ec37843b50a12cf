package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.training.RoundResult.ShardEnd;
import dev.unfold.worker.bptt.NonFinite;
import dev.unfold.worker.bptt.ShardResult.Figures;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ExclusionRuleTest {
  private static final long TARGETS = 1000;

  private final ExclusionRule rule = new ExclusionRule(3);

  @Test
  void whatIsFarAboveTheMedianIsLeftOut() {
    assertThat(excluded(1.4, 1.6, 4.55, 4.65)).containsExactly(3);
    assertThat(excluded(4.65, 1.6, 1.4)).containsExactly(0);
  }

  @Test
  void aShardThatIsFarBetterLeavesOutNobody() {
    assertThat(excluded(0.01, 5, 5.1, 5.2)).isEmpty();
  }

  @Test
  void theWorseOfTwoIsLeftOutAndNeverAllOfThem() {
    assertThat(excluded(5, 1.5)).containsExactly(0);
    assertThat(excluded(1e6, 1e5, 1e4, 1e3, 1e2)).containsExactly(0, 1);
    assertThat(excluded(1e30)).isEmpty();
  }

  @Test
  void exactlyAsFarAsAllowedIsNotBeyond() {
    assertThat(excluded(1, 4)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(value = NonFinite.class, mode = Mode.EXCLUDE, names = "NONE")
  void whatIsNotFiniteIsLeftOutAndNoReference(NonFinite what) {
    List<Figures> shards = List.of(shard(TARGETS, 0.1, what), shard(1, 5), shard(TARGETS, 5));
    assertThat(rule.weights(shards)).containsExactly(0, 1, TARGETS);
    assertThat(new ExclusionRule(0).weights(shards)).containsExactly(0, 1, TARGETS);
  }

  @Test
  void nobodyIsLeftIfNothingIsFinite() {
    Figures diverged = shard(TARGETS, Double.NaN, NonFinite.LOSS);
    assertThat(rule.weights(List.of(diverged, diverged))).containsOnly(0);
  }

  @Test
  void fewTargetsAreNeitherJudgedNorTheReference() {
    List<Figures> shards = List.of(shard(99, 50), shard(99, 0.1), shard(99, 0.1), shard(0, 0));
    assertThat(rule.weights(shards)).containsExactly(99, 99, 99, 0);
    List<Figures> more = new ArrayList<>(shards);
    more.add(shard(100, 5));
    more.add(shard(100, 50));
    assertThat(rule.weights(more)).containsExactly(99, 99, 99, 0, 100, 0);
  }

  @Test
  void zeroSwitchesTheComparisonOff() {
    List<Figures> shards = List.of(shard(TARGETS, 1), shard(TARGETS, 1e9));
    assertThat(new ExclusionRule(0).weights(shards)).containsExactly(TARGETS, TARGETS);
  }

  @Test
  void oneThatIsLeftOutStartsFromZeroAndSaysWhy() {
    List<ShardEnd> ends =
        rule.apply(
            List.of(
                end(0, shard(TARGETS, 1.5)),
                end(1, shard(TARGETS, 57)),
                end(2, shard(TARGETS, Double.NaN, NonFinite.LOSS)),
                end(3, shard(0, 0))));
    assertThat(ends).extracting(ShardEnd::excluded).containsExactly(false, true, true, false);
    assertThat(ends.get(0).carry()).containsExactly(1, 2);
    assertThat(ends.get(1).carry()).containsExactly(0, 0);
    assertThat(ends.get(2).carry()).containsExactly(0, 0);
    assertThat(ends.get(3).carry()).containsExactly(1, 2);
    assertThat(ends.get(1).exclusion()).contains("57.0000 nats", "1.5000 nats");
    assertThat(ends.get(2).exclusion()).isEqualTo("the loss is not finite, found NaN");
  }

  /** The shards that are left out, where they have these mean losses. */
  private List<Integer> excluded(double... meanLosses) {
    List<ShardEnd> ends = new ArrayList<>();
    for (double loss : meanLosses) {
      ends.add(end(ends.size(), shard(TARGETS, loss)));
    }
    return rule.apply(ends).stream().filter(ShardEnd::excluded).map(ShardEnd::index).toList();
  }

  private static ShardEnd end(int index, Figures figures) {
    return new ShardEnd(index, new float[] {1, 2}, figures, "");
  }

  private static Figures shard(long targets, double meanLoss) {
    return shard(targets, meanLoss, NonFinite.NONE);
  }

  private static Figures shard(long targets, double meanLoss, NonFinite nonFinite) {
    return new Figures(targets, 1, meanLoss * targets, 1, 0, 0.1, nonFinite, 0);
  }
}
