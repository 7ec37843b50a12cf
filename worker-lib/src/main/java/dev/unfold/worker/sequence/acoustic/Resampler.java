package dev.unfold.worker.sequence.acoustic;

import java.math.BigInteger;

/**
 * Changes the number of samples per second by band-limited interpolation (Smith and Gossett 1984):
 * {@code y(n) = sum over m of x(m) h(n / r' - m / r)} for the rates r before and r' after, with the
 * low-pass filter
 *
 * <pre>{@code
 * h(t) = (2 f / r) sinc(2 f t) cos^2(pi f t / Z) for |2 f t| < Z, else 0
 * }</pre>
 *
 * <p>a sinc of the cutoff frequency f = 0.95 min(r, r') / 2 in a Hann window of Z = 32 zero
 * crossings on each side. Samples before the first and after the last one are 0. There are {@code
 * ceil(N r' / r)} samples after N before.
 */
final class Resampler {
  private static final int ZERO_CROSSINGS = 32;
  private static final double ROLL_OFF = 0.95;
  private static final int MAX_KEPT_PHASES = 1_024;

  private final int from;
  private final int to;

  /** Twice the cutoff frequency in cycles per sample before. */
  private final double bandwidth;

  /** The number of taps on each side of a sample. */
  private final int reach;

  /** The filters by phase, as far as they are needed and kept. */
  private final double[][] kept;

  /**
   * @param from r, the number of samples per second before
   * @param to r', that after
   */
  Resampler(int from, int to) {
    int common = BigInteger.valueOf(from).gcd(BigInteger.valueOf(to)).intValueExact();
    this.from = from / common;
    this.to = to / common;
    bandwidth = ROLL_OFF * Math.min(1.0, (double) to / from);
    reach = (int) Math.ceil(ZERO_CROSSINGS / bandwidth);
    kept = new double[this.to <= MAX_KEPT_PHASES ? this.to : 0][];
  }

  /** Returns the number of samples after, of some number before. */
  static long length(long samples, int from, int to) {
    return -Math.floorDiv(-Math.multiplyExact(samples, (long) to), (long) from);
  }

  double[] resample(double[] samples) {
    if (from == to) {
      return samples;
    }
    double[] resampled = new double[Math.toIntExact(length(samples.length, from, to))];
    for (int n = 0; n < resampled.length; n++) {
      long position = (long) n * from;
      int at = (int) (position / to);
      resampled[n] = filtered(samples, at, filter((int) (position % to)));
    }
    return resampled;
  }

  /** Returns the sum around a sample, whose tap is in the middle of the filter. */
  private double filtered(double[] samples, int at, double[] filter) {
    int first = Math.max(0, at - reach);
    int last = Math.min(samples.length - 1, at + reach);
    double sum = 0;
    for (int m = first; m <= last; m++) {
      sum += samples[m] * filter[m - at + reach];
    }
    return sum;
  }

  private double[] filter(int phase) {
    if (kept.length == 0) {
      return taps(phase);
    }
    if (kept[phase] == null) {
      kept[phase] = taps(phase);
    }
    return kept[phase];
  }

  /**
   * Returns the taps for a time {@code phase / to} samples after a sample, from {@code reach}
   * samples before that one to {@code reach} after.
   */
  private double[] taps(int phase) {
    double[] taps = new double[2 * reach + 1];
    for (int i = 0; i < taps.length; i++) {
      double time = bandwidth * ((double) phase / to - (i - reach));
      if (Math.abs(time) < ZERO_CROSSINGS) {
        double cosine = StrictMath.cos(Math.PI * time / (2 * ZERO_CROSSINGS));
        taps[i] = bandwidth * sinc(time) * cosine * cosine;
      }
    }
    return taps;
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : StrictMath.sin(Math.PI * x) / (Math.PI * x);
  }
}
