package dev.unfold.worker.tensor;

/** Checks the shapes of the operands of a product. */
public final class ShapeChecks {
  private ShapeChecks() {}

  public static void requireProduct(int m, int k, int kOfB, int n, Matrix c) {
    if (k != kOfB || c.rows() != m || c.columns() != n) {
      throw new IllegalArgumentException(
          "cannot multiply [" + m + ", " + k + "] by [" + kOfB + ", " + n + "] into " + c);
    }
  }
}
