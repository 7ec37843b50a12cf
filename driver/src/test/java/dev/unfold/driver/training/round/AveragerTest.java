package dev.unfold.driver.training.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.training.round.Averager.Weighted;
import dev.unfold.worker.settings.training.OuterSettings;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class AveragerTest {
  private static final Offset<Float> CLOSE = Offset.offset(1e-6f);

  @Test
  void weighsByTargets() {
    float[] average =
        Averager.average(
            List.of(
                new Weighted(new float[] {1, 10}, 300),
                new Weighted(new float[] {5, 20}, 100),
                new Weighted(new float[] {1000, 1000}, 0)));
    assertThat(average).containsExactly(new float[] {2, 12.5f}, CLOSE);
  }

  @Test
  void excludedVectorsMayContainAnything() {
    Weighted left = new Weighted(new float[] {Float.NaN, Float.POSITIVE_INFINITY}, 0);
    Weighted right = new Weighted(new float[] {1, 10}, 300);
    assertThat(Averager.average(List.of(left, right))).containsExactly(1, 10);
    assertThat(Averager.averageInParallel(List.of(left, left))).containsExactly(0, 0);
  }

  @Test
  void oneShardIsItsOwnAverage() {
    float[] vector = {0.1f, -1e-30f, Float.MIN_VALUE};
    assertThat(Averager.average(List.of(new Weighted(vector, 17)))).isEqualTo(vector);
  }

  @Test
  void blocksAndThreadsDoNotChangeTheBits() {
    int length = 3 * 4096 + 17;
    List<Weighted> shards = new ArrayList<>();
    for (int shard = 0; shard < 5; shard++) {
      float[] vector = new float[length];
      for (int i = 0; i < length; i++) {
        vector[i] = (float) Math.sin(i * 7 + shard * 13);
      }
      shards.add(new Weighted(vector, 100 + 3 * shard));
    }
    float[] expected = new float[length];
    for (int i = 0; i < length; i++) {
      double sum = 0;
      for (Weighted shard : shards) {
        sum += shard.targets() / 530.0 * shard.vector()[i];
      }
      expected[i] = (float) sum;
    }
    assertThat(Averager.average(shards)).isEqualTo(expected);
    assertThat(Averager.averageInParallel(shards)).isEqualTo(expected);
  }

  @Test
  void theOuterStepIsNesterov() {
    OuterOptimizer outer =
        new OuterOptimizer(new OuterSettings(OuterSettings.Kind.NESTEROV, 0.5, 0.7));
    float[] momentum = new float[outer.momentumLength(1)];
    float[] first = outer.step(new float[] {1}, new float[] {2}, momentum);
    assertThat(momentum[0]).isEqualTo(1f);
    assertThat(first[0]).isCloseTo(1 + 0.7f * 1.5f, CLOSE);
    float[] second = outer.step(first, new float[] {first[0] + 1}, momentum);
    assertThat(momentum[0]).isEqualTo(1.5f);
    assertThat(second[0]).isCloseTo(first[0] + 0.7f * (1 + 0.75f), CLOSE);
  }

  @Test
  void withoutAnOuterStepTheAverageIsTheModel() {
    OuterOptimizer outer = new OuterOptimizer(new OuterSettings(OuterSettings.Kind.NONE, 0.5, 0.7));
    assertThat(outer.momentumLength(5)).isZero();
    assertThat(outer.step(new float[] {1}, new float[] {2}, new float[0])).containsExactly(2f);
  }
}
