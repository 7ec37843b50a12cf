package dev.unfold.worker.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unfold.worker.golden.GoldenMetrics;
import java.io.IOException;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class RegressionErrorsTest {
  private static final Percentage ROUNDING = Percentage.withPercentage(1e-9);

  @Test
  void agreesWithNumPy() throws IOException {
    Map<String, GoldenMetrics.Series> cases = GoldenMetrics.load().series();
    assertThat(cases).hasSize(3);
    cases.forEach(
        (name, golden) -> {
          RegressionErrors errors = errors(golden, 0, golden.values().size());
          assertThat(errors.meanSquared()).as(name).isCloseTo(golden.meanSquaredError(), ROUNDING);
          assertThat(errors.relative()).as(name).isCloseTo(golden.rse(), ROUNDING);
          assertThat(errors.correlation()).as(name).isCloseTo(golden.correlation(), ROUNDING);
        });
  }

  /** By hand: errors 1, 0, 0, 1; the mean of all values is 4, their squared distances 20. */
  @Test
  void relatesErrorsToTheMeanOfAllSeries() {
    RegressionErrors errors = new RegressionErrors(2);
    errors.add(new double[] {1, 5}, new double[] {2, 5});
    errors.add(new double[] {3, 7}, new double[] {3, 6});
    assertThat(errors.describe())
        .containsEntry("meanSquaredError", 0.5)
        .containsEntry("steps", 2L)
        .containsEntry("series", 2);
    assertThat(errors.relative()).isCloseTo(Math.sqrt(2.0 / 20), within(1e-15));
    assertThat(errors.correlation()).isCloseTo(1, within(1e-15));
  }

  /** The values 0, 1, 3, 2 after the values before them: errors 1, 2, 1 on 1, 3, 2. */
  @Test
  void theLastValueIsAPredictionToo() {
    RegressionErrors persistence = new RegressionErrors(1);
    double[] values = {0, 1, 3, 2};
    for (int i = 1; i < values.length; i++) {
      persistence.add(new double[] {values[i]}, new double[] {values[i - 1]});
    }
    assertThat(persistence.meanSquared()).isEqualTo(2);
    assertThat(persistence.relative()).isCloseTo(Math.sqrt(6.0 / 2), within(1e-15));
    // Deviations -1, 1, 0 and -4/3, -1/3, 5/3.
    assertThat(persistence.correlation()).isCloseTo(1 / Math.sqrt(2 * 42.0 / 9), within(1e-15));
  }

  @Test
  void theMeanOfAllValuesHasRelativeErrorOne() {
    RegressionErrors errors = new RegressionErrors(1);
    for (double value : new double[] {1, 2, 6}) {
      errors.add(new double[] {value}, new double[] {3});
    }
    assertThat(errors.relative()).isCloseTo(1, within(1e-15));
    assertThat(errors.correlation()).isZero();
  }

  @Test
  void constantSeriesAreLeftOutOfTheCorrelation() {
    RegressionErrors errors = new RegressionErrors(2);
    errors.add(new double[] {0.1f, 1}, new double[] {4, 1});
    errors.add(new double[] {0.1f, 2}, new double[] {5, 2});
    errors.add(new double[] {0.1f, 3}, new double[] {4, 3});
    assertThat(errors.plus(errors).correlation()).isCloseTo(1, within(1e-15));
    RegressionErrors constant = new RegressionErrors(1);
    constant.add(new double[] {0.1f}, new double[] {4});
    constant.add(new double[] {0.1f}, new double[] {5});
    assertThat(constant.plus(constant).correlation()).isNaN();
    assertThat(constant.plus(constant).relative()).isInfinite();
  }

  /**
   * Deviations of 1/2 around 2^23: a sum of the squared values would keep only few of their digits.
   */
  @Test
  void largeMeansCostNoDigits() {
    RegressionErrors errors = new RegressionErrors(1);
    for (int i = 0; i < 1_000_000; i++) {
      double value = (1 << 23) + i % 2;
      errors.add(new double[] {value}, new double[] {value + 1 - 2 * (i % 2)});
    }
    assertThat(errors.relative()).isCloseTo(2, ROUNDING);
    assertThat(errors.correlation()).isCloseTo(-1, ROUNDING);
  }

  @Test
  void sumOfPartsIsTheWhole() throws IOException {
    GoldenMetrics.Series golden = GoldenMetrics.load().series().get("far from zero");
    RegressionErrors whole = errors(golden, 0, 30);
    RegressionErrors first = errors(golden, 0, 4);
    RegressionErrors second = errors(golden, 4, 5);
    RegressionErrors third = errors(golden, 5, 30);
    assertSame(first.plus(second).plus(third), whole);
    assertSame(first.plus(second.plus(third)), whole);
    RegressionErrors nothing = new RegressionErrors(2);
    assertThat(whole.plus(nothing).describe()).isEqualTo(whole.describe());
    assertThat(nothing.plus(whole).describe()).isEqualTo(whole.describe());
  }

  @Test
  void nothingHasNoFigures() {
    RegressionErrors nothing = new RegressionErrors(2).plus(new RegressionErrors(2));
    assertThat(nothing.meanSquared()).isNaN();
    assertThat(nothing.relative()).isNaN();
    assertThat(nothing.correlation()).isNaN();
  }

  @Test
  void widthsMustAgree() {
    RegressionErrors errors = new RegressionErrors(2);
    assertThatThrownBy(() -> errors.add(new double[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected the values of 2 series, found 3");
    assertThatThrownBy(() -> errors.plus(new RegressionErrors(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static RegressionErrors errors(GoldenMetrics.Series golden, int from, int to) {
    RegressionErrors errors = new RegressionErrors(golden.values().get(0).length);
    for (int i = from; i < to; i++) {
      errors.add(golden.values().get(i), golden.predictions().get(i));
    }
    return errors;
  }

  private static void assertSame(RegressionErrors actual, RegressionErrors expected) {
    assertThat(actual.meanSquared()).isCloseTo(expected.meanSquared(), ROUNDING);
    assertThat(actual.relative()).isCloseTo(expected.relative(), ROUNDING);
    assertThat(actual.correlation()).isCloseTo(expected.correlation(), ROUNDING);
  }
}
