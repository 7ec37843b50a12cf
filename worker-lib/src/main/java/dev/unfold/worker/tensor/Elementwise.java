package dev.unfold.worker.tensor;

/**
 * Elementwise kernels over the first {@code n} elements of small arrays.
 *
 * <p>Each loop uses the same index for every array and calls only {@link Math#fma}, {@link
 * Math#max} and {@link Math#min}, so that the JIT compiler of JDK 17 vectorizes it.
 */
public final class Elementwise {
  private static final float TANH_LIMIT = 7.905311f;
  private static final float EXP_LIMIT = -60f;

  private Elementwise() {}

  /** Computes x = tanh(x). */
  public static void tanhInPlace(float[] x, int n) {
    for (int i = 0; i < n; i++) {
      x[i] = tanh(x[i]);
    }
  }

  /** Computes x = σ(x) = ½ + ½ tanh(x / 2). */
  public static void sigmoidInPlace(float[] x, int n) {
    for (int i = 0; i < n; i++) {
      x[i] = Math.fma(0.5f, tanh(0.5f * x[i]), 0.5f);
    }
  }

  /** Computes x = exp(x - shift) for x - shift at most 0; below -60, the result is exp(-60). */
  public static void expInPlace(float[] x, float shift, int n) {
    for (int i = 0; i < n; i++) {
      x[i] = exp(x[i] - shift);
    }
  }

  /** Computes x += y. */
  public static void addInPlace(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      x[i] += y[i];
    }
  }

  /** Computes x += y + z. */
  public static void addInPlace(float[] x, float[] y, float[] z, int n) {
    for (int i = 0; i < n; i++) {
      x[i] += y[i] + z[i];
    }
  }

  /** Computes x += scale y, with one rounding. */
  public static void addScaledInPlace(float[] x, float scale, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      x[i] = Math.fma(scale, y[i], x[i]);
    }
  }

  /** Computes x *= scale. */
  public static void scaleInPlace(float[] x, float scale, int n) {
    for (int i = 0; i < n; i++) {
      x[i] *= scale;
    }
  }

  /** Computes to = x ⊙ y; the arrays may be the same. */
  public static void multiplyInto(float[] x, float[] y, float[] to, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = x[i] * y[i];
    }
  }

  /** Computes x = max(x, y). */
  public static void maxInPlace(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      x[i] = Math.max(x[i], y[i]);
    }
  }

  /** Returns the index of the largest element; the first one if several are equal. */
  public static int indexOfLargest(float[] x) {
    int largest = 0;
    for (int i = 1; i < x.length; i++) {
      if (x[i] > x[largest]) {
        largest = i;
      }
    }
    return largest;
  }

  /** Computes x += y². */
  public static void addSquaresInPlace(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      x[i] = Math.fma(y[i], y[i], x[i]);
    }
  }

  /**
   * Returns the rational approximation of degree 13 over 6 on [-7.9, 7.9], beyond which tanh is 1
   * in f32; the error is below 4 units in the last place.
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
   * Returns exp(x) = exp(x / 32)^32: a Taylor polynomial of degree 7 for u = exp(x / 32) - 1, three
   * squarings of 1 + u that keep u, because 1 + u would round it away, then two squarings of the
   * power itself. The relative error is below 1e-6 down to x = -3 and below 4e-6 down to -10, where
   * exp is 5e-5.
   */
  private static float exp(float x) {
    float r = Math.max(x, EXP_LIMIT) * (1f / 32f);
    float s = Math.fma(r, 1f / 5040f, 1f / 720f);
    s = Math.fma(s, r, 1f / 120f);
    s = Math.fma(s, r, 1f / 24f);
    s = Math.fma(s, r, 1f / 6f);
    s = Math.fma(s, r, 0.5f);
    s = Math.fma(s, r, 1f);
    float u = s * r;
    u = Math.fma(u, u, u + u);
    u = Math.fma(u, u, u + u);
    u = Math.fma(u, u, u + u);
    float p = 1f + u;
    p *= p;
    return p * p;
  }
}
