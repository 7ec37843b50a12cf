package dev.unfold.worker.tensor.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.Workspace;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RowBlockGemmTest {
  /** A multiple of the rows that any provider rounds alike. */
  private static final int ROWS = 2 * 24;

  private static final Offset<Float> CLOSE = Offset.offset(1e-5f);

  private static final int[] INNER = {1, 20, 777};

  private static final int[] COLUMNS = {3, 20, 207};

  /** Each processor has other kernels, and each size other blocks. */
  @ParameterizedTest
  @MethodSource("dev.unfold.worker.tensor.gemm.GemmTest#kernels")
  void equalRowsHaveTheSameBits(GemmProvider provider, Precision precision) {
    for (int k : INNER) {
      for (int n : COLUMNS) {
        try (Workspace workspace = new Workspace();
            Gemm gemm = new RowBlockGemm(provider.open(precision))) {
          Matrix b = random(workspace, k, n);
          Matrix bTransposed = random(workspace, n, k);
          Operand a = operand(gemm, workspace, equalRows(workspace, ROWS, k));
          Operand right = operand(gemm, workspace, b);
          Operand rightT = operand(gemm, workspace, bTransposed);
          Matrix c = workspace.matrix(ROWS, n);
          String size = "k = " + k + ", n = " + n;

          gemm.multiplyInto(a, right, c);
          assertEqualRows(c, size);
          gemm.multiplyNtInto(a, rightT, c);
          assertEqualRows(c, size + ", transposed");
          for (boolean transposed : new boolean[] {false, true}) {
            PreparedWeights weights =
                gemm.prepare(ROWS, transposed ? rightT : right, transposed, workspace);
            weights.refresh();
            weights.multiplyInto(a, c);
            assertEqualRows(c, size + ", prepared, transposed " + transposed);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.unfold.worker.tensor.gemm.GemmTest#kernels")
  void anyNumberOfRowsHasItsProduct(GemmProvider provider, Precision precision) {
    for (int rows : new int[] {1, 23, 24, 25, 49, 100}) {
      try (Workspace workspace = new Workspace();
          Gemm gemm = new RowBlockGemm(provider.open(precision));
          Gemm reference = GemmProvider.JAVA.open(precision)) {
        Matrix source = random(workspace, rows, 5);
        Matrix b = random(workspace, 5, 7);
        Matrix expected = workspace.matrix(rows, 7);
        reference.multiplyInto(
            operand(reference, workspace, source), operand(reference, workspace, b), expected);
        Operand a = operand(gemm, workspace, source);
        Operand right = operand(gemm, workspace, b);
        Matrix c = workspace.matrix(rows, 7);

        gemm.multiplyInto(a, right, c);
        assertThat(c.toArray()).containsExactly(expected.toArray(), CLOSE);
        c.clear();
        PreparedWeights weights = gemm.prepare(rows, right, false, workspace);
        weights.refresh();
        weights.multiplyInto(a, c);
        assertThat(c.toArray()).containsExactly(expected.toArray(), CLOSE);
      }
    }
  }

  private static void assertEqualRows(Matrix c, String description) {
    float[] values = c.toArray();
    float[] first = Arrays.copyOf(values, c.columns());
    float[] row = new float[c.columns()];
    for (int i = 0; i < c.rows(); i++) {
      c.get(i * row.length, row, row.length);
      assertThat(row).as(description + ", row " + i).containsExactly(first);
    }
  }

  private static Operand operand(Gemm gemm, Workspace workspace, Matrix matrix) {
    Operand operand = gemm.operand(matrix, workspace);
    operand.refresh();
    return operand;
  }

  private static Matrix equalRows(Workspace workspace, int rows, int columns) {
    float[] row = random(workspace, 1, columns).toArray();
    Matrix matrix = workspace.matrix(rows, columns);
    for (int i = 0; i < rows; i++) {
      matrix.put(i * columns, row, columns);
    }
    return matrix;
  }

  private static Matrix random(Workspace workspace, int rows, int columns) {
    Matrix matrix = workspace.matrix(rows, columns);
    CounterRandom random = new CounterRandom(31L * rows + columns);
    for (int i = 0; i < matrix.size(); i++) {
      matrix.put(i, (float) (2 * random.uniform(i) - 1));
    }
    return matrix;
  }
}
