package dev.unfold.worker.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElementwiseTest {
  private static final Offset<Double> SIX_DIGITS = Offset.offset(1e-6);

  @ParameterizedTest
  @ValueSource(ints = {1, 13, 207, 4098})
  void agreesWithDoublePrecision(int n) {
    float[] x = ramp(n);
    float[] tanh = x.clone();
    float[] sigmoid = x.clone();
    Elementwise.tanhInPlace(tanh, n);
    Elementwise.sigmoidInPlace(sigmoid, n);
    for (int i = 0; i < n; i++) {
      assertThat((double) tanh[i]).isCloseTo(Math.tanh(x[i]), SIX_DIGITS);
      assertThat((double) sigmoid[i]).isCloseTo(1 / (1 + Math.exp(-x[i])), SIX_DIGITS);
    }
  }

  /** The few squarings that do not compensate their rounding error multiply it by at most 4. */
  @ParameterizedTest
  @ValueSource(ints = {1, 13, 207, 4098})
  void exponentialsAreRelativelyExactWhereTheyMatter(int n) {
    float[] x = ramp(n);
    float[] exp = x.clone();
    Elementwise.expInPlace(exp, 10f, n);
    for (int i = 0; i < n; i++) {
      double expected = Math.exp(x[i] - 10.0);
      double tolerance = 4e-6 * expected + 1e-9;
      assertThat((double) exp[i]).isCloseTo(expected, Offset.offset(tolerance));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 13, 207, 4098})
  void foldsToSumAndMaximum(int n) {
    float[] x = ramp(n);
    double sum = 0;
    double magnitude = 0;
    float largest = Float.NEGATIVE_INFINITY;
    for (float value : x) {
      sum += value;
      magnitude += Math.abs(value);
      largest = Math.max(largest, value);
    }
    HalvingReduction fold = new HalvingReduction(n);
    assertThat(fold.sum(x.clone(), n)).isCloseTo(sum, Offset.offset(magnitude * 1e-7));
    assertThat(fold.max(x.clone(), n)).isEqualTo(largest);
  }

  /** The sums of many f32 lanes are in double, so that no precision is lost over a long vector. */
  @ParameterizedTest
  @ValueSource(ints = {1, 13, 207, 4098})
  void sumsSquaresOverManyBlocks(int n) {
    float[] x = ramp(n);
    SquareSum squares = new SquareSum(n);
    squares.add(new float[] {7f}, 1);
    squares.clear();
    double expected = 0;
    for (int block = 0; block < 100; block++) {
      squares.add(x, n);
      for (float value : x) {
        expected += (double) value * value;
      }
    }
    assertThat(squares.total() / expected).isCloseTo(1, Offset.offset(1e-6));
  }

  @Test
  void nanIsPropagated() {
    float[] x = {0f, Float.NaN};
    Elementwise.tanhInPlace(x, 2);
    assertThat(x[1]).isNaN();
    Elementwise.expInPlace(x, 0f, 2);
    assertThat(new HalvingReduction(2).sum(x.clone(), 2)).isNaN();
    assertThat(new HalvingReduction(2).max(x.clone(), 2)).isNaN();
  }

  /** Returns values from -20 to 10 in an order that does not favor a maximum. */
  private static float[] ramp(int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = -20f + 30f * ((i * 7919L) % n) / n;
    }
    return x;
  }
}
