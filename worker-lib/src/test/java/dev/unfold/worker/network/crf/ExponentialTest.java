package dev.unfold.worker.network.crf;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class ExponentialTest {
  @Test
  void isThatOfTheLibraryWithinThreeUnitsInTheLastPlace() {
    for (double x = -699.9; x <= 0; x += 0.00731) {
      double expected = StrictMath.exp(x);
      double units = Math.abs(Exponential.of(x) - expected) / Math.ulp(expected);
      assertThat(units).as("exp(%s)", x).isLessThanOrEqualTo(3);
    }
  }

  @Test
  void verySmallResultsAreThoseOfTheLibrary() {
    for (double x : new double[] {-700, -708.4, -744, -746, -1e9, Double.NEGATIVE_INFINITY}) {
      assertThat(Exponential.of(x)).isCloseTo(StrictMath.exp(x), Percentage.withPercentage(1e-12));
    }
    assertThat(Exponential.of(0)).isEqualTo(1);
    assertThat(Exponential.of(-0.0)).isEqualTo(1);
    assertThat(Exponential.of(Double.NaN)).isNaN();
  }
}
