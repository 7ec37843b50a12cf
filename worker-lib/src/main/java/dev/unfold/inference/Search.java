package dev.unfold.inference;

import dev.unfold.worker.generation.BeamSettings;
import dev.unfold.worker.generation.fusion.LanguageFusion;

/**
 * A beam search for the most probable sequence; see {@link Model#searching}.
 *
 * @param beam the number of hypotheses at each step
 * @param lengthPenalty the length penalty; 0 compares probabilities as they are
 * @param weight the weight of the log-probability of a sequence by a language model
 * @param insertionBonus what each token adds to the score of a sequence, with a language model
 */
public record Search(int beam, double lengthPenalty, double weight, double insertionBonus) {
  public Search {
    ModelException.require(beam >= 1, "a beam of at least 1", beam);
    ModelException.require(
        lengthPenalty >= 0 && Double.isFinite(lengthPenalty),
        "a finite length penalty of at least 0",
        lengthPenalty);
    ModelException.require(
        weight >= 0 && Double.isFinite(weight), "a finite weight of at least 0", weight);
    ModelException.require(
        Double.isFinite(insertionBonus), "a finite insertion bonus", insertionBonus);
  }

  /** Returns a search with the defaults of {@code unfold predict --beam}. */
  public static Search withBeam(int beam) {
    return new Search(beam, BeamSettings.DEFAULT_ALPHA, LanguageFusion.DEFAULT_WEIGHT, 0);
  }
}
