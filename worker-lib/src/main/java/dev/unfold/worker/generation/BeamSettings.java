package dev.unfold.worker.generation;

import dev.unfold.worker.generation.fusion.LanguageFusion;
import java.io.Serializable;

/**
 * The width of a beam search, its length penalty, and the language model that it reads.
 *
 * @param width k, the number of sequences that are kept at each step, at least 1
 * @param alpha the exponent of the length penalty, at least 0; with 0, probabilities are compared
 *     without penalty, which favors short sequences
 * @param fusion the language model and its weight
 */
public record BeamSettings(int width, double alpha, LanguageFusion fusion) implements Serializable {
  /** The exponent of the length penalty by default. */
  public static final double DEFAULT_ALPHA = 0.6;

  public BeamSettings {
    if (width < 1) {
      throw new IllegalArgumentException("width: expected at least 1, found " + width);
    }
    if (!(alpha >= 0) || Double.isInfinite(alpha)) {
      throw new IllegalArgumentException(
          "alpha: expected a finite number, at least 0, found " + alpha);
    }
  }

  /** Creates the settings of a search without a language model. */
  public BeamSettings(int width, double alpha) {
    this(width, alpha, LanguageFusion.none());
  }

  /**
   * Returns log p / ((5 + length) / 6)^α (Wu et al. 2016, arXiv 1609.08144, section 7, without the
   * coverage penalty).
   */
  double score(double logProbability, int length) {
    return logProbability / StrictMath.pow((5.0 + length) / 6.0, alpha);
  }
}
