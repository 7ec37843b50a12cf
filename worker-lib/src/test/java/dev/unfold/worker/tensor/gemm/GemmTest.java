package dev.unfold.worker.tensor.gemm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GemmTest {
  /** Sizes that are multiples of vectors and blocks, and others that are not. */
  private static final int[][] SHAPES = {
    {1, 1, 1}, {1, 13, 7}, {13, 1, 207}, {3, 207, 13}, {32, 64, 256}, {13, 207, 65}, {5, 4098, 3}
  };

  /** Returns every provider in every precision that it supports here, including the reference. */
  static List<Arguments> kernels() {
    List<Arguments> kernels = new ArrayList<>();
    for (GemmProvider provider : GemmProvider.values()) {
      for (Precision precision : Precision.values()) {
        if (provider.supports(precision)) {
          kernels.add(Arguments.of(provider, precision));
        }
      }
    }
    return kernels;
  }

  static List<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (Arguments kernel : kernels()) {
      for (int[] s : SHAPES) {
        cases.add(Arguments.of(kernel.get()[0], kernel.get()[1], s[0], s[1], s[2]));
      }
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void multipliesAsDoublePrecisionDoes(
      GemmProvider provider, Precision precision, int m, int k, int n) {
    try (Workspace workspace = new Workspace();
        Gemm gemm = provider.open(precision)) {
      Matrix a = random(workspace, m, k, 1, precision);
      Matrix b = random(workspace, k, n, 2, precision);
      Matrix bTransposed = transpose(workspace, b);
      Operand left = operand(gemm, workspace, a);
      Operand right = operand(gemm, workspace, b);
      Operand leftT = operand(gemm, workspace, transpose(workspace, a));
      Operand rightT = operand(gemm, workspace, bTransposed);
      double[] expected = product(a, b);
      Matrix c = random(workspace, m, n, 3, Precision.F32);
      double[] before = doubles(c);

      gemm.multiplyTnInto(leftT, right, c, true);
      assertClose(c, sum(expected, before), k);
      gemm.multiplyTnInto(leftT, right, c, false);
      assertClose(c, expected, k);
      gemm.multiplyInto(left, right, c);
      assertClose(c, expected, k);
      gemm.multiplyNtInto(left, rightT, c);
      assertClose(c, expected, k);
      for (boolean transposed : new boolean[] {false, true}) {
        PreparedWeights weights =
            gemm.prepare(m, transposed ? rightT : right, transposed, workspace);
        weights.refresh();
        c.set(new float[m * n]);
        weights.multiplyInto(left, c);
        assertClose(c, expected, k);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void worksOnViewsOfLargerMatrices(GemmProvider provider, Precision precision) {
    try (Workspace workspace = new Workspace();
        Gemm gemm = provider.open(precision)) {
      Matrix a = random(workspace, 9, 5, 1, precision);
      Matrix b = random(workspace, 5, 4, 2, precision);
      Matrix c = workspace.matrix(9, 4);
      Operand rows = gemm.operand(a, workspace).rows(3, 2);
      rows.refresh();
      gemm.multiplyInto(rows, operand(gemm, workspace, b), c.rows(6, 2));
      assertClose(c.rows(6, 2), product(a.rows(3, 2), b), 5);
      assertThat(c.rows(0, 6).toArray()).containsOnly(0f);
      assertThat(c.rows(8, 1).toArray()).containsOnly(0f);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void preparedWeightsFollowTheWeightsOnlyWhenRefreshed(
      GemmProvider provider, Precision precision) {
    try (Workspace workspace = new Workspace();
        Gemm gemm = provider.open(precision)) {
      Matrix a = random(workspace, 2, 3, 1, precision);
      Matrix b = random(workspace, 3, 4, 2, precision);
      Matrix c = workspace.matrix(2, 4);
      Operand right = gemm.operand(b, workspace);
      PreparedWeights weights = gemm.prepare(2, right, false, workspace);
      b.put(0, 7f);
      right.refresh();
      weights.refresh();
      weights.multiplyInto(operand(gemm, workspace, a), c);
      assertClose(c, product(a, b), 3);
    }
  }

  @Test
  void theReferenceImplementationsOfOneDnnAreRecognizedByName() {
    assertThat(List.of("ref:any", "ref_int8:any", "gemm:ref"))
        .allMatch(DnnlImplementation::isReference);
    assertThat(List.of("brg_matmul:avx512_core_amx", "gemm:jit", "jit:uni", "simple:any"))
        .noneMatch(DnnlImplementation::isReference);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void namesItsLibrary(GemmProvider provider, Precision precision) {
    try (Gemm gemm = provider.open(precision)) {
      assertThat(gemm.library())
          .matches(
              switch (provider) {
                case ONEDNN -> "oneDNN \\d+\\.\\d+\\.\\d+ \\(\\w+:\\w+\\)";
                case OPENBLAS -> "OpenBLAS .+";
                case JAVA -> "Java";
              });
    }
  }

  /**
   * Tests wide and narrow operands, of which only the wide ones are transposed, and fewer rows than
   * the products were prepared for.
   */
  @ParameterizedTest
  @MethodSource("kernels")
  void preparedProductsOfTransposedOperandsAreTheSame(GemmProvider provider, Precision precision) {
    try (Workspace workspace = new Workspace();
        Gemm gemm = provider.open(precision)) {
      for (int[] widths : new int[][] {{390, 45}, {390, 1100}, {70, 2600}, {70, 45}}) {
        int m = widths[0];
        int n = widths[1];
        Matrix a = random(workspace, 7, m, 1, precision);
        Matrix b = random(workspace, 7, n, 2, precision);
        Operand left = operand(gemm, workspace, a);
        Operand right = operand(gemm, workspace, b);
        PreparedTransposedProduct prepared = gemm.prepareTn(7, m, n, workspace);
        for (int k : new int[] {7, 3}) {
          Matrix c = workspace.matrix(m, n);
          double[] expected = product(transpose(workspace, a.rows(0, k)), b.rows(0, k));
          prepared.multiplyInto(left.rows(0, k), right.rows(0, k), c, false);
          assertCloseAll(c, expected, k);
          prepared.multiplyInto(left.rows(0, k), right.rows(0, k), c, true);
          assertCloseAll(c, sum(expected, expected), k);
        }
      }
    }
  }

  /**
   * 261 rows are no multiple of two tiles of AMX: their product is computed in blocks of columns,
   * the last of which is narrower.
   */
  @ParameterizedTest
  @MethodSource("kernels")
  void productsInBlocksOfColumnsAreTheSame(GemmProvider provider, Precision precision) {
    try (Workspace workspace = new Workspace();
        Gemm gemm = provider.open(precision)) {
      Matrix a = random(workspace, 261, 5, 1, precision);
      Matrix b = random(workspace, 5, 2100, 2, precision);
      Matrix c = workspace.matrix(261, 2100);
      gemm.multiplyInto(operand(gemm, workspace, a), operand(gemm, workspace, b), c);
      assertCloseAll(c, product(a, b), 5);
    }
  }

  /** On AMX, products of the same rows have the same bits, whether or not they are in blocks. */
  @Test
  void blocksOfColumnsDoNotChangeBits() {
    assumeTrue(GemmProvider.ONEDNN.supports(Precision.BF16), "this CPU has no bf16 instructions");
    try (Workspace workspace = new Workspace();
        Gemm gemm = GemmProvider.ONEDNN.open(Precision.BF16)) {
      assumeTrue(gemm.instructionSet().contains("amx"), "this CPU has no AMX");
      Operand a = operand(gemm, workspace, random(workspace, 288, 650, 1, Precision.F32));
      Operand b = operand(gemm, workspace, random(workspace, 650, 2100, 2, Precision.F32));
      Matrix whole = workspace.matrix(288, 2100);
      Matrix inBlocks = workspace.matrix(261, 2100);
      gemm.multiplyInto(a, b, whole);
      gemm.multiplyInto(a.rows(0, 261), b, inBlocks);
      assertThat(inBlocks.toArray()).isEqualTo(whole.rows(0, 261).toArray());
    }
  }

  /** Ties go to even, values beyond the largest become infinity, and NaN stays NaN. */
  @Test
  void theReferenceRoundsToNearestBf16() {
    float[] values = {1f, 0x1.01p0f, 0x1.03p0f, -1.004f, 0x1.fep127f, Float.MIN_VALUE, 0f, -0f};
    float[] expected = {1f, 1f, 1.015625f, -1.0078125f, 0x1.fep127f, 0f, 0f, -0f};
    try (Workspace workspace = new Workspace();
        Gemm gemm = GemmProvider.JAVA.open(Precision.BF16)) {
      Matrix matrix = workspace.vector(values.length);
      matrix.set(values);
      Operand operand = operand(gemm, workspace, matrix);
      float[] rounded = new float[values.length];
      operand.read(0, rounded, rounded.length);
      assertThat(rounded).isEqualTo(expected);
      matrix.put(0, Float.NaN);
      matrix.put(1, Float.MAX_VALUE);
      operand.refresh();
      operand.read(0, rounded, 2);
      assertThat(rounded[0]).isNaN();
      assertThat(rounded[1]).isInfinite();
    }
  }

  @Test
  void oneDnnRoundsAsTheReferenceDoes() {
    assumeTrue(GemmProvider.ONEDNN.supports(Precision.BF16), "this CPU has no bf16 instructions");
    try (Workspace workspace = new Workspace();
        Gemm reference = GemmProvider.JAVA.open(Precision.BF16);
        Gemm oneDnn = GemmProvider.ONEDNN.open(Precision.BF16)) {
      Matrix matrix = random(workspace, 13, 207, 4, Precision.F32);
      float[] expected = new float[matrix.size()];
      float[] actual = new float[matrix.size()];
      operand(reference, workspace, matrix).read(0, expected, expected.length);
      operand(oneDnn, workspace, matrix).read(0, actual, actual.length);
      assertThat(actual).isEqualTo(expected);
    }
  }

  @Test
  void namesTheShapesThatDoNotFit() {
    try (Workspace workspace = new Workspace();
        Gemm gemm = GemmProvider.JAVA.open(Precision.F32)) {
      Matrix a = workspace.matrix(2, 3);
      assertThatThrownBy(() -> gemm.multiplyInto(a, a, a))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[2, 3]");
    }
  }

  /**
   * The rounding error of k products summed in f32 in any order stays below k units of 2⁻²⁴ each.
   */
  private static void assertClose(Matrix actual, double[] expected, int k) {
    float[] values = actual.toArray();
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) values[i]).isCloseTo(expected[i], Offset.offset(tolerance(k)));
    }
  }

  /** Compares millions of elements with the same tolerance. */
  private static void assertCloseAll(Matrix actual, double[] expected, int k) {
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(actual.get(i) - expected[i]));
    }
    assertThat(largest).isLessThan(tolerance(k));
  }

  private static double tolerance(int k) {
    return 4 * (4 * Math.sqrt(k) * 0x1p-23 + 1e-7);
  }

  private static Operand operand(Gemm gemm, Workspace workspace, Matrix matrix) {
    Operand operand = gemm.operand(matrix, workspace);
    operand.refresh();
    return operand;
  }

  /** Returns values that the precision represents exactly, so that only the product is tested. */
  private static Matrix random(
      Workspace workspace, int rows, int columns, long seed, Precision precision) {
    Matrix matrix = workspace.matrix(rows, columns);
    CounterRandom random = new CounterRandom(seed);
    for (int i = 0; i < matrix.size(); i++) {
      float value = (float) (2 * random.uniform(i) - 1);
      matrix.put(i, precision == Precision.BF16 ? Math.round(value * 128) / 128f : value);
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
