package dev.unfold.worker.sequence.acoustic;

import dev.unfold.worker.settings.corpus.AcousticSettings;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;

/**
 * The power spectrum of the samples of a frame: {@code P(k) = |sum over n of w(n) x(n) exp(-2 pi i
 * k n / S)|^2} for the bins k = 0 to S / 2, where S is the least power of two that is not below the
 * N samples of a frame, and w its window function.
 */
final class FrameSpectrum {
  private static final double POVEY_POWER = 0.85;

  private final double[] taper;
  private final double[][] buffer;

  /**
   * @param samples N, at least 2
   */
  FrameSpectrum(AcousticSettings.Taper taper, int samples) {
    this.taper = new double[samples];
    for (int n = 0; n < samples; n++) {
      this.taper[n] = weight(taper, StrictMath.cos(2 * Math.PI * n / (samples - 1)));
    }
    int size = Math.max(2, Integer.highestOneBit(2 * samples - 1));
    buffer = new double[2][size];
  }

  private static double weight(AcousticSettings.Taper taper, double cosine) {
    return switch (taper) {
      case HAMMING -> 0.54 - 0.46 * cosine;
      case HANN -> 0.5 - 0.5 * cosine;
      case POVEY -> StrictMath.pow(0.5 - 0.5 * cosine, POVEY_POWER);
    };
  }

  /** Returns S, the number of points of the Fourier transform. */
  int size() {
    return buffer[0].length;
  }

  /**
   * Returns the powers of the bins.
   *
   * @param samples the samples of a recording; those after its end are 0
   * @param start the first sample of the frame
   */
  double[] powers(double[] samples, int start) {
    double[] real = buffer[0];
    double[] imaginary = buffer[1];
    for (int n = 0; n < real.length; n++) {
      boolean inside = n < taper.length && start + n < samples.length;
      real[n] = inside ? taper[n] * samples[start + n] : 0;
      imaginary[n] = 0;
    }
    FastFourierTransformer.transformInPlace(
        buffer, DftNormalization.STANDARD, TransformType.FORWARD);
    double[] powers = new double[size() / 2 + 1];
    for (int k = 0; k < powers.length; k++) {
      powers[k] = real[k] * real[k] + imaginary[k] * imaginary[k];
    }
    return powers;
  }
}
