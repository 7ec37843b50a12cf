package dev.unfold.worker.sequence.acoustic;

import dev.unfold.worker.settings.corpus.AcousticSettings;
import java.util.Arrays;
import java.util.Optional;

/**
 * The acoustic features of recordings (Davis and Mermelstein 1980): a recording is resampled and
 * pre-emphasized, {@code y(t) = x(t) - a x(t - 1)} with {@code x(-1) = 0}, and cut into T = {@code
 * 1 + floor((M - N) / H)} frames of N of its M samples with a shift of H; one that is shorter than
 * a frame is filled up with zeros. The features of a frame are the natural logarithms of the
 * energies of mel bands, of at least 1e-10, or the cepstral coefficients of these. The logarithm of
 * its energy before pre-emphasis and window, {@code ln max(1e-10, sum of x^2)}, may follow. There
 * is no dither, and the offset of a frame is not removed.
 *
 * <p>All is computed in double precision in a fixed order with {@link StrictMath}, so that the bits
 * are the same on every machine. An instance is for one thread.
 */
public final class AcousticFeatures {
  private static final double FLOOR = 1e-10;

  private final AcousticSettings settings;
  private final int window;
  private final int shift;
  private final FrameSpectrum spectrum;
  private final MelFilterBank bands;
  private final CosineTransform cepstrum;

  public AcousticFeatures(AcousticSettings settings) {
    this.settings = settings;
    window = settings.windowSamples();
    shift = settings.shiftSamples();
    spectrum = new FrameSpectrum(settings.taper(), window);
    bands = new MelFilterBank(settings.bands(), settings.rate(), spectrum.size());
    cepstrum = new CosineTransform(settings.coefficients(), settings.bands());
  }

  /** Returns the number of numbers of a frame. */
  public static int width(AcousticSettings settings) {
    boolean mel = settings.features() == AcousticSettings.Features.LOG_MEL;
    int features = (mel ? settings.bands() : settings.coefficients()) + (settings.energy() ? 1 : 0);
    return features * (1 + settings.deltas()) * settings.stack();
  }

  /** Returns the samples of a recording at another rate. */
  public static double[] resampled(double[] amplitudes, int rate, int to) {
    return new Resampler(rate, to).resample(amplitudes);
  }

  /** Returns the number of samples of a recording after it was resampled. */
  public static long samples(long samples, int rate, AcousticSettings settings) {
    return Resampler.length(samples, rate, settings.rate());
  }

  /**
   * Returns the features of a recording, [T, F]; without frames if it has no samples.
   *
   * @param amplitudes the samples, nominally in [-1, 1]
   * @param rate their number per second
   */
  public double[][] of(double[] amplitudes, int rate) {
    return of(amplitudes, rate, Optional.empty());
  }

  /**
   * Returns the features of a recording as {@link #of(double[], int)} does.
   *
   * @param moments those of {@link #unnormalized} frames by which the features are normalized;
   *     empty for those of the recording itself
   */
  public double[][] of(double[] amplitudes, int rate, Optional<FrameMoments> moments) {
    double[][] frames = unnormalized(amplitudes, rate);
    if (settings.normalization() != AcousticSettings.Normalization.NONE) {
      FrameContext.normalizeInPlace(
          frames, settings.normalization(), moments.orElseGet(() -> FrameMoments.of(frames)));
    }
    return FrameContext.stacked(frames, settings.stack(), settings.skip());
  }

  /**
   * Returns the features of a recording, [T, F], before they are normalized and joined.
   *
   * @param amplitudes the samples, nominally in [-1, 1]
   * @param rate their number per second
   */
  public double[][] unnormalized(double[] amplitudes, int rate) {
    double[] samples = resampled(amplitudes, rate, settings.rate());
    double[] emphasized = emphasized(samples);
    double[][] frames = new double[frames(samples.length)][];
    for (int t = 0; t < frames.length; t++) {
      double[] features = features(spectrum.powers(emphasized, t * shift));
      frames[t] = settings.energy() ? withEnergy(features, samples, t * shift) : features;
    }
    return FrameContext.withDeltas(frames, settings.deltas());
  }

  private int frames(int samples) {
    if (samples < window) {
      return samples == 0 ? 0 : 1;
    }
    return 1 + (samples - window) / shift;
  }

  private double[] emphasized(double[] samples) {
    double[] emphasized = samples.clone();
    for (int t = 1; t < samples.length; t++) {
      emphasized[t] = samples[t] - settings.preEmphasis() * samples[t - 1];
    }
    return emphasized;
  }

  private double[] features(double[] powers) {
    double[] logarithms = bands.energies(powers);
    for (int b = 0; b < logarithms.length; b++) {
      logarithms[b] = StrictMath.log(Math.max(FLOOR, logarithms[b]));
    }
    return settings.features() == AcousticSettings.Features.MFCC
        ? cepstrum.coefficients(logarithms)
        : logarithms;
  }

  private double[] withEnergy(double[] features, double[] samples, int start) {
    double energy = 0;
    for (int i = start; i < Math.min(start + window, samples.length); i++) {
      energy += samples[i] * samples[i];
    }
    double[] all = Arrays.copyOf(features, features.length + 1);
    all[features.length] = StrictMath.log(Math.max(FLOOR, energy));
    return all;
  }
}
