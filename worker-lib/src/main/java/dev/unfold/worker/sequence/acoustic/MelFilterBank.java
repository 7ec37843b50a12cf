package dev.unfold.worker.sequence.acoustic;

/**
 * The energies of mel bands. Band b has the triangular weights
 *
 * <pre>{@code
 * W(b, k) = max(0, min((f(k) - c(b)) / (c(b + 1) - c(b)), (c(b + 2) - f(k)) / (c(b + 2) - c(b + 1))))
 * }</pre>
 *
 * <p>over the frequencies f(k) of the bins, where c(0) to c(B + 1) are at equal distances on the
 * mel scale {@code m(f) = 2595 log10(1 + f / 700)} (O'Shaughnessy 1987; that of HTK and Kaldi) from
 * 20 Hz to half the sample rate. The triangles are linear in hertz, as in librosa with {@code
 * htk=True, norm=None}; those of Kaldi are linear in mel.
 */
final class MelFilterBank {
  private static final double LOWEST_HERTZ = 20;
  private static final double BREAK_HERTZ = 700;
  private static final double MELS = 2595;

  /** The first bin of each band with a weight above 0. */
  private final int[] first;

  /** The weights of each band from this bin on. */
  private final double[][] weights;

  /**
   * @param bands B
   * @param rate the number of samples per second
   * @param size S, the number of points of the Fourier transform
   */
  MelFilterBank(int bands, int rate, int size) {
    double low = mel(LOWEST_HERTZ);
    double high = mel(rate / 2.0);
    double[] corners = new double[bands + 2];
    for (int i = 0; i < corners.length; i++) {
      corners[i] = hertz(low + (high - low) * i / (bands + 1));
    }
    double width = (double) rate / size;
    first = new int[bands];
    weights = new double[bands][];
    for (int b = 0; b < bands; b++) {
      first[b] = (int) Math.ceil(corners[b] / width);
      int end = Math.min(size / 2, (int) Math.floor(corners[b + 2] / width)) + 1;
      weights[b] = new double[Math.max(0, end - first[b])];
      for (int i = 0; i < weights[b].length; i++) {
        double frequency = (first[b] + i) * width;
        double rising = (frequency - corners[b]) / (corners[b + 1] - corners[b]);
        double falling = (corners[b + 2] - frequency) / (corners[b + 2] - corners[b + 1]);
        weights[b][i] = Math.max(0, Math.min(rising, falling));
      }
    }
  }

  private static double mel(double hertz) {
    return MELS * StrictMath.log10(1 + hertz / BREAK_HERTZ);
  }

  private static double hertz(double mel) {
    return BREAK_HERTZ * (StrictMath.pow(10, mel / MELS) - 1);
  }

  /**
   * Returns the energies of the bands.
   *
   * @param powers the power spectrum of a frame, [S / 2 + 1]
   */
  double[] energies(double[] powers) {
    double[] energies = new double[weights.length];
    for (int b = 0; b < energies.length; b++) {
      for (int i = 0; i < weights[b].length; i++) {
        energies[b] += weights[b][i] * powers[first[b] + i];
      }
    }
    return energies;
  }
}
