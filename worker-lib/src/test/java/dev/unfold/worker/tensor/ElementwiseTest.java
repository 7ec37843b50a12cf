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

  @ParameterizedTest
  @ValueSource(ints = {1, 13, 207, 4098})
  void exponentialsAreRelativelyExact(int n) {
    float[] x = ramp(n);
    float largest = Elementwise.max(x, n);
    float[] exp = x.clone();
    Elementwise.expInPlace(exp, largest, n);
    for (int i = 0; i < n; i++) {
      float difference = x[i] - largest;
      double relativeError = (3 - difference) * 0x1p-24;
      assertThat(exp[i] / Math.exp(difference)).isCloseTo(1, Offset.offset(relativeError));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 13, 207, 4098})
  void sumsInDouble(int n) {
    float[] x = ramp(n);
    double sum = 0;
    double squares = 0;
    float largest = Float.NEGATIVE_INFINITY;
    for (float value : x) {
      sum += value;
      squares += (double) value * value;
      largest = Math.max(largest, value);
    }
    assertThat(Elementwise.sum(x, n)).isCloseTo(sum, Offset.offset(1e-9));
    assertThat(Elementwise.sumOfSquares(x, n)).isCloseTo(squares, Offset.offset(1e-9 * n));
    assertThat(Elementwise.max(x, n)).isEqualTo(largest);
  }

  @Test
  void notANumberStaysVisible() {
    float[] x = {0f, Float.NaN};
    Elementwise.tanhInPlace(x, 2);
    assertThat(x[1]).isNaN();
    Elementwise.expInPlace(x, 0f, 2);
    assertThat(Elementwise.sum(x, 2)).isNaN();
  }

  /** From -20 to 10, in no order that a maximum could profit from. */
  private static float[] ramp(int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = -20f + 30f * ((i * 7919L) % n) / n;
    }
    return x;
  }
}
