package dev.unfold.worker.settings.corpus;

import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;

/**
 * The acoustic features of an input of audio; ignored for other inputs.
 *
 * @param features what a frame consists of
 * @param rate the number of samples per second to which recordings are resampled
 * @param window the length of a frame in milliseconds
 * @param shift the distance between two frames in milliseconds
 * @param taper the window function by which the samples of a frame are multiplied
 * @param preEmphasis a of {@code y(t) = x(t) - a x(t - 1)}; 0 means that there is none
 * @param bands the number of bands of the mel filter bank
 * @param coefficients the number of cepstral coefficients of MFCC, including the first
 * @param energy whether the logarithm of the energy of the frame follows
 * @param deltas how often changes over time follow: 1 for deltas, 2 for their deltas, too
 * @param normalization the normalization of each number over the frames of its recording, or over
 *     those of all recordings of a speaker
 * @param speaker the column with the speaker of a recording; empty if each recording is normalized
 *     by itself
 * @param stack the number of frames that are joined to one
 * @param skip k, where every k-th frame is kept
 * @param augmentation the changed copies of recordings that are trained on
 */
public record AcousticSettings(
    Features features,
    int rate,
    double window,
    double shift,
    Taper taper,
    double preEmphasis,
    int bands,
    int coefficients,
    boolean energy,
    int deltas,
    Normalization normalization,
    String speaker,
    int stack,
    int skip,
    AugmentationSettings augmentation)
    implements Serializable {
  private static final String SECTION = InputSettings.SECTION + ".audio.";
  private static final int MIN_RATE = 1_000;
  private static final int MAX_RATE = 192_000;
  private static final double MAX_WINDOW = 1_000;
  private static final int MAX_BANDS = 512;
  private static final int MAX_DELTAS = 2;
  private static final int MAX_FRAMES = 64;
  private static final double MILLISECONDS = 1_000;

  /** What a frame consists of. */
  public enum Features {
    /** The logarithms of the energies of mel bands. */
    LOG_MEL,
    /** Mel-frequency cepstral coefficients: the cosine transform of the former. */
    MFCC
  }

  /** A window function of N samples, symmetric about {@code (N - 1) / 2}. */
  public enum Taper {
    /** {@code 0.54 - 0.46 cos(2 pi n / (N - 1))}. */
    HAMMING,
    /** {@code 0.5 - 0.5 cos(2 pi n / (N - 1))}. */
    HANN,
    /** The Hann window to the power of 0.85, as in Kaldi. */
    POVEY
  }

  /** The normalization of each number over the frames of a recording or a speaker. */
  public enum Normalization {
    NONE,
    /** The mean is subtracted. */
    MEAN,
    /** The mean is subtracted, and the rest is divided by the standard deviation. */
    MEAN_VARIANCE
  }

  public AcousticSettings {
    SettingChecks checks = new SettingChecks();
    require(checks, rate >= MIN_RATE && rate <= MAX_RATE, "rate", "1000 to 192000", rate);
    int known = Math.max(MIN_RATE, rate);
    boolean hasSamples = window <= MAX_WINDOW && samples(window, known) >= 2;
    require(checks, hasSamples, "window", "at least 2 samples and at most 1000 ms", window);
    boolean moves = shift <= MAX_WINDOW && samples(shift, known) >= 1;
    require(checks, moves, "shift", "at least 1 sample and at most 1000 ms", shift);
    require(checks, preEmphasis >= 0 && preEmphasis < 1, "pre-emphasis", "0 to <1", preEmphasis);
    require(checks, bands >= 1 && bands <= MAX_BANDS, "bands", "1 to " + MAX_BANDS, bands);
    checks.require(
        coefficients >= 1 && (features != Features.MFCC || coefficients <= bands),
        SECTION + "coefficients",
        "1 to the number of bands, " + bands,
        coefficients,
        SECTION + "bands",
        SECTION + "features");
    require(checks, deltas >= 0 && deltas <= MAX_DELTAS, "deltas", "0 to " + MAX_DELTAS, deltas);
    checks.require(
        speaker.isEmpty() || normalization != Normalization.NONE,
        SECTION + "speaker",
        "no column where normalization = none",
        speaker,
        SECTION + "normalization");
    require(checks, stack >= 1 && stack <= MAX_FRAMES, "stack", "1 to " + MAX_FRAMES, stack);
    require(checks, skip >= 1 && skip <= MAX_FRAMES, "skip", "1 to " + MAX_FRAMES, skip);
    checks.finish();
  }

  private static void require(
      SettingChecks checks, boolean valid, String key, String expected, Object found) {
    checks.require(valid, SECTION + key, expected, found);
  }

  /** Returns the settings of an input that is not audio, and those of models without any. */
  public static AcousticSettings unused() {
    return new AcousticSettings(
        Features.LOG_MEL,
        16_000,
        25,
        10,
        Taper.HAMMING,
        0.97,
        40,
        13,
        false,
        0,
        Normalization.NONE,
        "",
        1,
        1,
        AugmentationSettings.none());
  }

  /** Returns whether features are normalized over all recordings of a speaker. */
  public boolean hasSpeaker() {
    return !speaker.isEmpty();
  }

  /** Returns the number of samples of a frame. */
  public int windowSamples() {
    return samples(window, rate);
  }

  /** Returns the number of samples from the start of a frame to that of the next one. */
  public int shiftSamples() {
    return samples(shift, rate);
  }

  /** Returns the seconds from the start of a recording to that of a step, which may join frames. */
  double seconds(int step) {
    return (double) step * skip * shiftSamples() / rate;
  }

  private static int samples(double milliseconds, int rate) {
    return (int) Math.rint(milliseconds * rate / MILLISECONDS);
  }
}
