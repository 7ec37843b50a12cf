package dev.unfold.worker.tensor;

/**
 * Elementwise kernels over the first {@code n} elements of small arrays.
 *
 * <p>Each loop uses the same index on every array and no call but {@link Math#fma}, {@link
 * Math#max} and {@link Math#min}: that is what the JIT compiler of JDK 17 vectorises.
 */
public final class Elementwise {
  private static final float TANH_LIMIT = 7.905311f;
  private static final float EXP_LIMIT = -60f;

  private Elementwise() {}

  /** x = tanh(x). */
  public static void tanhInPlace(float[] x, int n) {
    for (int i = 0; i < n; i++) {
      x[i] = tanh(x[i]);
    }
  }

  /** x = σ(x) = ½ + ½ tanh(x / 2). */
  public static void sigmoidInPlace(float[] x, int n) {
    for (int i = 0; i < n; i++) {
      x[i] = Math.fma(0.5f, tanh(0.5f * x[i]), 0.5f);
    }
  }

  /** x = exp(x - shift), for x - shift at most 0; below -60 it is exp(-60). */
  public static void expInPlace(float[] x, float shift, int n) {
    for (int i = 0; i < n; i++) {
      x[i] = exp(x[i] - shift);
    }
  }

  /** x += y. */
  public static void addInPlace(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      x[i] += y[i];
    }
  }

  /** x += y + z. */
  public static void addInPlace(float[] x, float[] y, float[] z, int n) {
    for (int i = 0; i < n; i++) {
      x[i] += y[i] + z[i];
    }
  }

  /** x *= scale. */
  public static void scaleInPlace(float[] x, float scale, int n) {
    for (int i = 0; i < n; i++) {
      x[i] *= scale;
    }
  }

  /** The largest element. */
  public static float max(float[] x, int n) {
    float a = Float.NEGATIVE_INFINITY;
    float b = a;
    float c = a;
    float d = a;
    int i = 0;
    for (; i + 3 < n; i += 4) {
      a = x[i] > a ? x[i] : a;
      b = x[i + 1] > b ? x[i + 1] : b;
      c = x[i + 2] > c ? x[i + 2] : c;
      d = x[i + 3] > d ? x[i + 3] : d;
    }
    for (; i < n; i++) {
      a = Math.max(a, x[i]);
    }
    return Math.max(Math.max(a, b), Math.max(c, d));
  }

  /** The sum, in double. */
  public static double sum(float[] x, int n) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 3 < n; i += 4) {
      a += x[i];
      b += x[i + 1];
      c += x[i + 2];
      d += x[i + 3];
    }
    for (; i < n; i++) {
      a += x[i];
    }
    return (a + b) + (c + d);
  }

  /** The sum of squares, in double. */
  public static double sumOfSquares(float[] x, int n) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 3 < n; i += 4) {
      a += (double) x[i] * x[i];
      b += (double) x[i + 1] * x[i + 1];
      c += (double) x[i + 2] * x[i + 2];
      d += (double) x[i + 3] * x[i + 3];
    }
    for (; i < n; i++) {
      a += (double) x[i] * x[i];
    }
    return (a + b) + (c + d);
  }

  /**
   * The rational approximation of degree 13 over 6 on [-7.9, 7.9], beyond which tanh is 1 in f32;
   * error below 4 units in the last place.
   */
  private static float tanh(float x) {
    float v = Math.max(-TANH_LIMIT, Math.min(TANH_LIMIT, x));
    float q = v * v;
    float p = Math.fma(q, -2.7607684e-16f, 2.000188e-13f);
    p = Math.fma(q, p, -8.604672e-11f);
    p = Math.fma(q, p, 5.1222973e-8f);
    p = Math.fma(q, p, 1.48572235e-5f);
    p = Math.fma(q, p, 6.3726195e-4f);
    p = Math.fma(q, p, 4.8935246e-3f);
    float d = Math.fma(q, 1.1982584e-6f, 1.1853471e-4f);
    d = Math.fma(q, d, 2.2684347e-3f);
    d = Math.fma(q, d, 4.893525e-3f);
    return v * p / d;
  }

  /**
   * exp(x) = exp(x / 64)^64: a Taylor polynomial of degree 8, then six squarings that carry the
   * rounding error along, which they would else multiply by 64.
   */
  private static float exp(float x) {
    float r = Math.max(x, EXP_LIMIT) * (1f / 64f);
    float s = Math.fma(r, 1f / 40320f, 1f / 5040f);
    s = Math.fma(s, r, 1f / 720f);
    s = Math.fma(s, r, 1f / 120f);
    s = Math.fma(s, r, 1f / 24f);
    s = Math.fma(s, r, 1f / 6f);
    s = Math.fma(s, r, 0.5f);
    s = Math.fma(s, r, 1f);
    float p = Math.fma(s, r, 1f);
    float low = Math.fma(s, r, 1f - p);
    float square = p * p;
    low = Math.fma(p + p, low, Math.fma(p, p, -square));
    p = square * square;
    low = Math.fma(square + square, low, Math.fma(square, square, -p));
    square = p * p;
    low = Math.fma(p + p, low, Math.fma(p, p, -square));
    p = square * square;
    low = Math.fma(square + square, low, Math.fma(square, square, -p));
    square = p * p;
    low = Math.fma(p + p, low, Math.fma(p, p, -square));
    p = square * square;
    low = Math.fma(square + square, low, Math.fma(square, square, -p));
    return p + low;
  }
}
