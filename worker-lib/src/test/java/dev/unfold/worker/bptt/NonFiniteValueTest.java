package dev.unfold.worker.bptt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NonFiniteValueTest {
  private static final float[] FINITE = {0, -Float.MAX_VALUE, Float.MAX_VALUE, Float.MIN_VALUE};

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void isDetectedAtAnyPosition(float value) {
    float[] bad = {0, 1, value};
    assertThat(NonFiniteValue.of(new ModelState(bad, bad), bad))
        .isEqualTo(NonFiniteValue.PARAMETERS);
    assertThat(NonFiniteValue.of(new ModelState(FINITE, bad), bad))
        .isEqualTo(NonFiniteValue.OPTIMIZER);
    assertThat(NonFiniteValue.of(new ModelState(FINITE, FINITE), bad))
        .isEqualTo(NonFiniteValue.CARRY);
  }

  @Test
  void theLargestNumbersAreFinite() {
    assertThat(NonFiniteValue.of(new ModelState(FINITE, new float[0]), FINITE))
        .isEqualTo(NonFiniteValue.NONE);
  }
}
