package dev.unfold.worker.bptt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.settings.training.TeacherForcingSettings;
import dev.unfold.worker.settings.training.TeacherForcingSettings.Schedule;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The curves of Bengio et al. 2015, arXiv 1506.03099, section 2.4. */
class TeacherForcingScheduleTest {
  private static final Offset<Double> EXACT = Offset.offset(1e-12);

  @Test
  void alwaysAndConstantDoNotChange() {
    assertThat(probability(Schedule.ALWAYS, 0.25, 0, 1_000_000)).isEqualTo(1);
    assertThat(probability(Schedule.CONSTANT, 0.25, 0, 0)).isEqualTo(0.25);
    assertThat(probability(Schedule.CONSTANT, 0.25, 0, 1_000_000)).isEqualTo(0.25);
  }

  @Test
  void linearDecaysToTheMinimum() {
    assertThat(probability(Schedule.LINEAR, 0.2, 100, 0)).isEqualTo(1);
    assertThat(probability(Schedule.LINEAR, 0.2, 100, 50)).isCloseTo(0.6, EXACT);
    assertThat(probability(Schedule.LINEAR, 0.2, 100, 100)).isCloseTo(0.2, EXACT);
    assertThat(probability(Schedule.LINEAR, 0.2, 100, 5000)).isEqualTo(0.2);
  }

  @Test
  void inverseSigmoidIsHalfAtKTimesTheLogarithmOfK() {
    assertThat(probability(Schedule.INVERSE_SIGMOID, 0, 100, 0)).isCloseTo(100 / 101.0, EXACT);
    assertThat(probability(Schedule.INVERSE_SIGMOID, 0, 100, 461))
        .isCloseTo(0.5, Offset.offset(0.01));
    assertThat(probability(Schedule.INVERSE_SIGMOID, 0, 100, Long.MAX_VALUE)).isZero();
    assertThat(probability(Schedule.INVERSE_SIGMOID, 0.1, 100, 5000)).isEqualTo(0.1);
  }

  private static double probability(Schedule schedule, double least, long updates, long update) {
    return new TeacherForcingSchedule(new TeacherForcingSettings(schedule, least, updates))
        .probability(update);
  }
}
