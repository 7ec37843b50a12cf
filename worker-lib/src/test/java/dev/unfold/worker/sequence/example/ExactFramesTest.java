package dev.unfold.worker.sequence.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactFramesTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void noDigitIsLost(int width) {
    Random random = new Random(width);
    double[] values = new double[width * 500];
    for (int i = 0; i < values.length; i++) {
      double mantissa = Double.longBitsToDouble(random.nextLong() >>> 12 | 0x3FF0000000000000L);
      values[i] = (random.nextBoolean() ? 1 : -1) * Math.scalb(mantissa, random.nextInt(190) - 70);
    }

    FieldSequence.Frames frames = ExactFrames.of(values, width);

    assertThat(frames.steps()).isEqualTo(500);
    assertThat(ExactFrames.values(frames)).containsExactly(values);
    assertThat(ExactFrames.values(frames.range(3, 5)))
        .containsExactly(Arrays.copyOfRange(values, 3 * width, 5 * width));
  }

  @Test
  void timesKeepTheirFractionsAndZeroStaysZero() {
    double[] values = {1.7e9 + 0.001, 0, -0.1, 1e-30, 16_777_217, 3e38};
    assertThat(ExactFrames.values(ExactFrames.of(values, 1))).containsExactly(values);
  }
}
