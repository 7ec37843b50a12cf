package dev.unfold.worker.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.parameters.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class GemmTest {
  /** Sizes that are no multiple of any vector or block, besides such that are. */
  private static final int[][] SHAPES = {
    {1, 1, 1}, {1, 13, 7}, {13, 1, 207}, {3, 207, 13}, {32, 64, 256}, {13, 207, 65}, {5, 4098, 3}
  };

  static List<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (GemmProvider provider : GemmProvider.values()) {
      for (int[] s : SHAPES) {
        cases.add(Arguments.of(provider, s[0], s[1], s[2]));
      }
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void multipliesAsDoublePrecisionDoes(GemmProvider provider, int m, int k, int n) {
    try (Workspace workspace = new Workspace();
        Gemm gemm = provider.open()) {
      Matrix a = random(workspace, m, k, 1);
      Matrix b = random(workspace, k, n, 2);
      Matrix aT = transpose(workspace, a);
      Matrix bT = transpose(workspace, b);
      double[] expected = product(a, b);
      Matrix c = random(workspace, m, n, 3);
      double[] before = doubles(c);

      gemm.multiplyTnInto(aT, b, c, true);
      assertClose(c, sum(expected, before), k);
      gemm.multiplyTnInto(aT, b, c, false);
      assertClose(c, expected, k);
      gemm.multiplyInto(a, b, c);
      assertClose(c, expected, k);
      gemm.multiplyNtInto(a, bT, c);
      assertClose(c, expected, k);
      for (boolean transposed : new boolean[] {false, true}) {
        PreparedWeights weights = gemm.prepare(m, transposed ? bT : b, transposed);
        weights.refresh();
        c.set(new float[m * n]);
        weights.multiplyInto(a, c);
        assertClose(c, expected, k);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(GemmProvider.class)
  void worksOnViewsOfLargerMatrices(GemmProvider provider) {
    try (Workspace workspace = new Workspace();
        Gemm gemm = provider.open()) {
      Matrix a = random(workspace, 9, 5, 1);
      Matrix b = random(workspace, 5, 4, 2);
      Matrix c = workspace.matrix(9, 4);
      gemm.multiplyInto(a.rows(3, 2), b, c.rows(6, 2));
      assertClose(c.rows(6, 2), product(a.rows(3, 2), b), 5);
      assertThat(c.rows(0, 6).toArray()).containsOnly(0f);
      assertThat(c.rows(8, 1).toArray()).containsOnly(0f);
    }
  }

  @ParameterizedTest
  @EnumSource(GemmProvider.class)
  void preparedWeightsFollowTheWeightsOnlyWhenRefreshed(GemmProvider provider) {
    try (Workspace workspace = new Workspace();
        Gemm gemm = provider.open()) {
      Matrix a = random(workspace, 2, 3, 1);
      Matrix b = random(workspace, 3, 4, 2);
      Matrix c = workspace.matrix(2, 4);
      PreparedWeights weights = gemm.prepare(2, b, false);
      b.put(0, 7f);
      weights.refresh();
      weights.multiplyInto(a, c);
      assertClose(c, product(a, b), 3);
    }
  }

  @Test
  void namesTheShapesThatDoNotFit() {
    try (Workspace workspace = new Workspace();
        Gemm gemm = GemmProvider.JAVA.open()) {
      Matrix a = workspace.matrix(2, 3);
      assertThatThrownBy(() -> gemm.multiplyInto(a, a, a))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[2, 3]");
    }
  }

  /** Rounding of k products summed in f32 in any order stays below k units of 2⁻²⁴ each. */
  private static void assertClose(Matrix actual, double[] expected, int k) {
    double tolerance = 4 * Math.sqrt(k) * 0x1p-23 + 1e-7;
    float[] values = actual.toArray();
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) values[i]).isCloseTo(expected[i], Offset.offset(tolerance * 4));
    }
  }

  private static Matrix random(Workspace workspace, int rows, int columns, long seed) {
    Matrix matrix = workspace.matrix(rows, columns);
    CounterRandom random = new CounterRandom(seed);
    for (int i = 0; i < matrix.size(); i++) {
      matrix.put(i, (float) (2 * random.uniform(i) - 1));
    }
    return matrix;
  }

  private static Matrix transpose(Workspace workspace, Matrix matrix) {
    Matrix result = workspace.matrix(matrix.columns(), matrix.rows());
    for (int i = 0; i < matrix.rows(); i++) {
      for (int j = 0; j < matrix.columns(); j++) {
        result.put(j * matrix.rows() + i, matrix.get(i * matrix.columns() + j));
      }
    }
    return result;
  }

  private static double[] product(Matrix a, Matrix b) {
    double[] c = new double[a.rows() * b.columns()];
    for (int i = 0; i < a.rows(); i++) {
      for (int j = 0; j < b.columns(); j++) {
        for (int p = 0; p < a.columns(); p++) {
          c[i * b.columns() + j] +=
              (double) a.get(i * a.columns() + p) * b.get(p * b.columns() + j);
        }
      }
    }
    return c;
  }

  private static double[] doubles(Matrix matrix) {
    double[] values = new double[matrix.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = matrix.get(i);
    }
    return values;
  }

  private static double[] sum(double[] x, double[] y) {
    double[] z = x.clone();
    for (int i = 0; i < z.length; i++) {
      z[i] += y[i];
    }
    return z;
  }
}
