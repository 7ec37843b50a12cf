package dev.unfold.worker.generation.fusion;

import java.io.Serializable;

/**
 * A language model in a search of sequences (shallow fusion): to the log-probability of a sequence
 * are added its log-probability by the language model times a weight, and a bonus for each token.
 *
 * @param model the language model; null for none
 * @param weight the weight, at least 0
 * @param bonus the bonus, which may be negative
 */
public record LanguageFusion(LanguageModel model, double weight, double bonus)
    implements Serializable {
  /** The weight of a language model by default. */
  public static final double DEFAULT_WEIGHT = 0.3;

  public LanguageFusion {
    if (!(weight >= 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException(
          "weight: expected a finite number, at least 0, found " + weight);
    }
    if (!Double.isFinite(bonus)) {
      throw new IllegalArgumentException("bonus: expected a finite number, found " + bonus);
    }
  }

  /** Returns a search without a language model. */
  public static LanguageFusion none() {
    return new LanguageFusion(null, 0, 0);
  }

  boolean isNone() {
    return model == null;
  }
}
