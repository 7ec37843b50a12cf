package dev.unfold.driver.training.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.settings.training.OuterMomentum;
import dev.unfold.worker.settings.training.OuterSettings;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OuterOptimizerTest {
  private static final Offset<Float> CLOSE = Offset.offset(1e-6f);

  @ParameterizedTest
  @CsvSource({"0.5, 0.7", "0.9, 1", "0.75, 1.5", "0, 1"})
  void theOuterStepIsNesterov(double momentum, double rate) {
    OuterOptimizer outer = optimizer(OuterMomentum.of(momentum), rate, 0, 4);
    float[] v = new float[outer.momentumLength(1)];
    float[] first = outer.step(0, new float[] {1}, new float[] {2}, v);
    assertThat(v[0]).isEqualTo(1f);
    assertThat(first[0]).isCloseTo((float) (1 + rate * (1 + momentum)), CLOSE);
    float[] second = outer.step(1, first, new float[] {first[0] + 1}, v);
    assertThat(v[0]).isCloseTo((float) (1 + momentum), CLOSE);
    double lookAhead = 1 + momentum * (1 + momentum);
    assertThat(second[0]).isCloseTo((float) (first[0] + rate * lookAhead), CLOSE);
  }

  @Test
  void withoutMomentumAtRateOneTheAverageIsTheModel() {
    OuterOptimizer outer = optimizer(OuterMomentum.of(0), 1, 0, 2);
    float[] v = new float[1];
    assertThat(outer.step(3, new float[] {0.1f}, new float[] {0.7f}, v)).containsExactly(0.7f);
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0.5", "4, 0.75", "8, 0.875"})
  void theMomentumOfShardsIsOneMinusTheirReciprocal(int shards, float momentum) {
    float[] v = {1};
    optimizer(OuterMomentum.auto(), 1, 0, shards).step(0, new float[1], new float[1], v);
    assertThat(v[0]).isEqualTo(momentum);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0.2", "3, 0.6", "4, 0.8", "100, 0.8"})
  void theMomentumGrowsOverTheRoundsOfTheWarmUp(long round, float momentum) {
    float[] v = {1};
    OuterOptimizer outer = optimizer(OuterMomentum.of(0.8), 1, 4, 2);
    float[] next = outer.step(round, new float[1], new float[1], v);
    assertThat(v[0]).isCloseTo(momentum, CLOSE);
    assertThat(next[0]).isCloseTo(momentum * momentum, CLOSE);
  }

  @Test
  void withoutAnOuterStepTheAverageIsTheModel() {
    OuterSettings none = new OuterSettings(OuterSettings.Kind.NONE, OuterMomentum.of(0.5), 0.7, 5);
    OuterOptimizer outer = new OuterOptimizer(none, 2);
    assertThat(outer.momentumLength(5)).isZero();
    assertThat(outer.step(0, new float[] {1}, new float[] {2}, new float[0])).containsExactly(2f);
  }

  private static OuterOptimizer optimizer(
      OuterMomentum momentum, double rate, int warmup, int shards) {
    OuterSettings settings = new OuterSettings(OuterSettings.Kind.NESTEROV, momentum, rate, warmup);
    return new OuterOptimizer(settings, shards);
  }
}
