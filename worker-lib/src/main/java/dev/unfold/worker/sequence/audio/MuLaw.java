package dev.unfold.worker.sequence.audio;

/**
 * The mu-law companding of samples to 256 levels, in the continuous form of ITU-T G.711 with mu =
 * 255, as in WaveNet (van den Oord et al. 2016, arXiv 1609.03499): an amplitude x in [-1, 1]
 * becomes f(x) = sign(x) ln(1 + mu |x|) / ln(1 + mu), which is rounded to the nearest of 256
 * equidistant values from -1 (level 0) to 1 (level 255). Silence is level 128.
 *
 * <p>The functions are {@link StrictMath}'s, so that every machine gives the same levels.
 */
public final class MuLaw {
  /** The number of levels. */
  public static final int LEVELS = 256;

  private static final int MU = LEVELS - 1;
  private static final double LN_LEVELS = StrictMath.log(LEVELS);

  private MuLaw() {}

  /**
   * Returns the level of an amplitude, from 0 to 255; an amplitude outside of [-1, 1] is clipped.
   */
  public static int level(double amplitude) {
    double magnitude = Math.min(1, Math.abs(amplitude));
    double companded = StrictMath.log1p(MU * magnitude) / LN_LEVELS;
    return (int) ((Math.copySign(companded, amplitude) + 1) / 2 * MU + 0.5);
  }

  /** Returns the amplitude of a level, in [-1, 1]: the inverse of f at the value of the level. */
  public static double amplitude(int level) {
    double companded = 2.0 * level / MU - 1;
    double magnitude = StrictMath.expm1(Math.abs(companded) * LN_LEVELS) / MU;
    return Math.copySign(Math.min(1, magnitude), companded);
  }
}
