package dev.unfold.worker.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.settings.training.ScheduleSettings;
import dev.unfold.worker.settings.training.ScheduleSettings.Kind;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {
  private static final Offset<Double> EXACT = Offset.offset(1e-12);

  @Test
  void warmupGrowsLinearlyToTheFullRate() {
    LearningRateSchedule schedule = schedule(Kind.CONSTANT, 4, 1, 1, 0, 0);
    assertThat(schedule.factor(0)).isEqualTo(0.25);
    assertThat(schedule.factor(2)).isEqualTo(0.75);
    assertThat(schedule.factor(3)).isEqualTo(1);
    assertThat(schedule.factor(1000)).isEqualTo(1);
  }

  @Test
  void stepChangesAtOnceAndExponentialContinuously() {
    LearningRateSchedule step = schedule(Kind.STEP, 0, 10, 0.5, 0, 0);
    assertThat(step.factor(9)).isEqualTo(1);
    assertThat(step.factor(10)).isEqualTo(0.5);
    assertThat(step.factor(29)).isEqualTo(0.25);
    LearningRateSchedule exponential = schedule(Kind.EXPONENTIAL, 0, 10, 0.25, 0, 0);
    assertThat(exponential.factor(5)).isCloseTo(0.5, EXACT);
    assertThat(exponential.factor(10)).isCloseTo(0.25, EXACT);
  }

  @Test
  void cosineFallsToTheMinimumAndStaysThere() {
    LearningRateSchedule cosine = schedule(Kind.COSINE, 0, 1, 1, 100, 0.1);
    assertThat(cosine.factor(0)).isEqualTo(1);
    assertThat(cosine.factor(50)).isCloseTo(0.55, EXACT);
    assertThat(cosine.factor(100)).isCloseTo(0.1, EXACT);
    assertThat(cosine.factor(1000)).isCloseTo(0.1, EXACT);
  }

  @Test
  void restartsAreAtTheEndsOfGrowingPeriods() {
    LearningRateSchedule restarts = schedule(Kind.WARM_RESTARTS, 0, 1, 1, 10, 0.1);
    assertThat(restarts.factor(9)).isLessThan(0.2);
    for (long restart : new long[] {0, 10, 30, 70}) {
      assertThat(restarts.factor(restart)).isEqualTo(1);
    }
    assertThat(restarts.factor(20)).isCloseTo(0.55, EXACT);
    assertThat(restarts.factor(10L << 40)).isBetween(0.1, 1.0);
  }

  @Test
  void oneCycleStaysAtItsMinimumAfterItsLastUpdate() {
    LearningRateSchedule cycle = schedule(Kind.ONE_CYCLE, 0, 1, 1, 100, 0.01);
    assertThat(cycle.factor(0)).isCloseTo(0.04, EXACT);
    assertThat(cycle.factor(29)).isEqualTo(1);
    assertThat(cycle.factor(99)).isCloseTo(0.01, EXACT);
    assertThat(cycle.factor(1000)).isCloseTo(0.01, EXACT);
  }

  @Test
  void aShortCycleHasNoRise() {
    LearningRateSchedule cycle = schedule(Kind.ONE_CYCLE, 0, 1, 1, 2, 0.01);
    assertThat(cycle.factor(0)).isEqualTo(1);
    assertThat(cycle.factor(1)).isCloseTo(0.01, EXACT);
  }

  @Test
  void noScheduleGoesBelowTheMinimum() {
    assertThat(schedule(Kind.STEP, 0, 1, 0.1, 0, 0.05).factor(9)).isEqualTo(0.05);
  }

  private static LearningRateSchedule schedule(
      Kind kind, long warmup, long every, double factor, long updates, double minimum) {
    return new LearningRateSchedule(
        new ScheduleSettings(kind, warmup, every, factor, updates, minimum, 0.04, 0.3, 2));
  }
}
