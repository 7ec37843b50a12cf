package dev.unfold.worker.bptt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NonFiniteTest {
  private static final float[] FINITE = {0, -Float.MAX_VALUE, Float.MAX_VALUE, Float.MIN_VALUE};

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void isFoundWhereverItStands(float value) {
    float[] bad = {0, 1, value};
    assertThat(NonFinite.of(new ModelState(bad, bad), bad)).isEqualTo(NonFinite.PARAMETERS);
    assertThat(NonFinite.of(new ModelState(FINITE, bad), bad)).isEqualTo(NonFinite.OPTIMIZER);
    assertThat(NonFinite.of(new ModelState(FINITE, FINITE), bad)).isEqualTo(NonFinite.CARRY);
  }

  @Test
  void theLargestNumbersAreFinite() {
    assertThat(NonFinite.of(new ModelState(FINITE, new float[0]), FINITE))
        .isEqualTo(NonFinite.NONE);
  }
}
