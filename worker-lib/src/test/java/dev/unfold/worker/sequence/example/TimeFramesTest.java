package dev.unfold.worker.sequence.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.settings.corpus.TimeFeature;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeFramesTest {
  private static final FieldSchema.Times DISTANCES =
      new FieldSchema.Times(
          List.of(TimeFeature.SINCE_PREVIOUS, TimeFeature.SINCE_FIRST), FrameScale.none(2));

  /** Times keep all digits of a double until their distances are known. */
  @Test
  void noDigitOfATimeIsLost() {
    Random random = new Random(3);
    for (int i = 0; i < 10_000; i++) {
      double first = between(random);
      double second = i % 2 == 0 ? between(random) : Math.nextUp(first);
      double third = random.nextGaussian() * Math.pow(10, random.nextInt(20) - 10);
      float[] read =
          TimeFrames.features(TimeFrames.of(new double[] {first, second, third}), DISTANCES)
              .values();

      assertThat(read)
          .containsExactly(
              0,
              0,
              (float) FrameScale.logarithm(second - first),
              (float) FrameScale.logarithm(second - first),
              (float) FrameScale.logarithm(third - second),
              (float) FrameScale.logarithm(third - first));
    }
  }

  private static double between(Random random) {
    return TimeFrames.MIN_SECONDS
        + random.nextDouble() * (TimeFrames.MAX_SECONDS - TimeFrames.MIN_SECONDS);
  }

  @Test
  void theWholeRangeOfTimesHasCycles() {
    FieldSchema.Times cycles =
        new FieldSchema.Times(
            List.of(TimeFeature.MONTH, TimeFeature.HOUR, TimeFeature.WEEKDAY), FrameScale.none(6));
    double[] ends = {TimeFrames.MIN_SECONDS, TimeFrames.MAX_SECONDS, -0.0, Double.MIN_VALUE};
    float[] read = TimeFrames.features(TimeFrames.of(ends), cycles).values();

    for (int i = 0; i < read.length; i += 2) {
      assertThat(Math.hypot(read[i], read[i + 1])).isBetween(1 - 1e-6, 1 + 1e-6);
    }
    assertThat(read[0]).isZero(); // 1 January of the year 1, a Monday at 0 o'clock
    assertThat(read[2]).isZero();
    assertThat(read[4]).isZero();
    assertThat(read[6]).isNegative(); // December
  }
}
