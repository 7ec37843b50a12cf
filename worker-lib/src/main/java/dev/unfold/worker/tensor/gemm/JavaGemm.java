package dev.unfold.worker.tensor.gemm;

import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.ShapeChecks;
import dev.unfold.worker.tensor.Workspace;
import java.util.Arrays;

/**
 * The reference implementation: textbook products, summed in f32 in the order of k.
 *
 * <p>The operands are first copied to the heap and widened if they are rounded copies, B in such a
 * way that its rows are contiguous; the inner loop then runs over a row of C and is vectorized.
 */
final class JavaGemm implements Gemm {
  private final Precision precision;
  private float[] left = new float[0];
  private float[] right = new float[0];
  private float[] row = new float[0];

  JavaGemm(Precision precision) {
    this.precision = precision;
  }

  @Override
  public Precision precision() {
    return precision;
  }

  /** Returns {@code Java}, because the arithmetic is the same in every JVM. */
  @Override
  public String library() {
    return "Java";
  }

  @Override
  public String instructionSet() {
    return "jvm";
  }

  @Override
  public Operand operand(Matrix matrix, Workspace workspace) {
    return switch (precision) {
      case F32 -> matrix;
      case BF16 -> new Bf16Copy(matrix, workspace, Bf16Copy::roundInJava);
    };
  }

  @Override
  public void multiplyInto(Operand a, Operand b, Matrix c) {
    ShapeChecks.requireProduct(a.rows(), a.columns(), b.rows(), b.columns(), c);
    left = copy(a, left);
    right = copy(b, right);
    product(a.columns(), c, false);
  }

  @Override
  public void multiplyNtInto(Operand a, Operand b, Matrix c) {
    ShapeChecks.requireProduct(a.rows(), a.columns(), b.columns(), b.rows(), c);
    left = copy(a, left);
    right = copyTransposed(b, right);
    product(a.columns(), c, false);
  }

  @Override
  public void multiplyTnInto(Operand a, Operand b, Matrix c, boolean accumulate) {
    ShapeChecks.requireProduct(a.columns(), a.rows(), b.rows(), b.columns(), c);
    left = copyTransposed(a, left);
    right = copy(b, right);
    product(a.rows(), c, accumulate);
  }

  @Override
  public PreparedWeights prepare(
      int rows, Operand weights, boolean transposed, Workspace workspace) {
    return new UnpackedWeights(this, weights, transposed);
  }

  @Override
  public void close() {
    left = new float[0];
    right = new float[0];
  }

  private void product(int k, Matrix c, boolean accumulate) {
    int n = c.columns();
    row = atLeast(n, row);
    for (int i = 0; i < c.rows(); i++) {
      if (accumulate) {
        c.get(i * n, row, n);
      } else {
        Arrays.fill(row, 0, n, 0f);
      }
      for (int p = 0; p < k; p++) {
        addScaledRow(left[i * k + p], p * n, n);
      }
      c.put(i * n, row, n);
    }
  }

  private void addScaledRow(float scale, int from, int n) {
    for (int j = 0; j < n; j++) {
      row[j] = Math.fma(scale, right[from + j], row[j]);
    }
  }

  private static float[] copy(Operand source, float[] to) {
    float[] target = atLeast(source.size(), to);
    source.read(0, target, source.size());
    return target;
  }

  private float[] copyTransposed(Operand source, float[] to) {
    float[] target = atLeast(source.size(), to);
    row = atLeast(source.columns(), row);
    for (int i = 0; i < source.rows(); i++) {
      source.read(i * source.columns(), row, source.columns());
      for (int j = 0; j < source.columns(); j++) {
        target[j * source.rows() + i] = row[j];
      }
    }
    return target;
  }

  private static float[] atLeast(int length, float[] array) {
    return array.length >= length ? array : new float[length];
  }
}
