package dev.unfold.worker.sequence.acoustic;

/**
 * Cepstral coefficients: the orthonormal discrete cosine transform of type 2, liftered as in HTK
 * and Kaldi with L = 22:
 *
 * <pre>{@code
 * c(n) = (1 + L / 2 sin(pi n / L)) s(n) sum over b of x(b) cos(pi n (b + 1/2) / B)
 * }</pre>
 *
 * <p>with {@code s(0) = sqrt(1 / B)} and {@code s(n) = sqrt(2 / B)} otherwise.
 */
final class CosineTransform {
  private static final int LIFTER = 22;

  /** The weights [C, B]. */
  private final double[][] weights;

  /**
   * @param coefficients C
   * @param bands B
   */
  CosineTransform(int coefficients, int bands) {
    weights = new double[coefficients][bands];
    for (int n = 0; n < coefficients; n++) {
      double lift = 1 + LIFTER / 2.0 * StrictMath.sin(Math.PI * n / LIFTER);
      double scale = lift * Math.sqrt((n == 0 ? 1.0 : 2.0) / bands);
      for (int b = 0; b < bands; b++) {
        weights[n][b] = scale * StrictMath.cos(Math.PI * n * (b + 0.5) / bands);
      }
    }
  }

  /** Returns the coefficients [C] of the logarithms of energies [B]. */
  double[] coefficients(double[] logarithms) {
    double[] coefficients = new double[weights.length];
    for (int n = 0; n < coefficients.length; n++) {
      for (int b = 0; b < logarithms.length; b++) {
        coefficients[n] += weights[n][b] * logarithms[b];
      }
    }
    return coefficients;
  }
}
