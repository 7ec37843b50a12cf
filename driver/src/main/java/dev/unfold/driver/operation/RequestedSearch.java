package dev.unfold.driver.operation;

import static dev.unfold.worker.settings.validation.InvalidSettingException.require;

import dev.unfold.worker.generation.BeamSettings;
import dev.unfold.worker.generation.fusion.LanguageFusion;
import dev.unfold.worker.prediction.StepLanguageModel;
import dev.unfold.worker.prediction.TableModel;
import dev.unfold.worker.sequence.Vocabulary;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * The requested beam search; a component is null if nothing was requested.
 *
 * @param beam the number of hypotheses
 * @param lengthPenalty the length penalty
 * @param languageModel the folder of a language model, of a run or of a model store
 * @param weight the weight of the language model
 * @param insertionBonus what each token adds to the score of a sequence
 */
public record RequestedSearch(
    Integer beam,
    Double lengthPenalty,
    String languageModel,
    Double weight,
    Double insertionBonus) {
  /** The length penalty if none is requested. */
  public static final double DEFAULT_PENALTY = BeamSettings.DEFAULT_ALPHA;

  /** The weight of a language model if none is requested. */
  public static final double DEFAULT_WEIGHT = LanguageFusion.DEFAULT_WEIGHT;

  static final String OPTIONS =
      "--beam, --length-penalty, --language-model, --language-model-weight, --insertion-bonus";

  private static final String PENALTY = "--length-penalty";

  /** Returns a request for decoding without a search. */
  public static RequestedSearch none() {
    return new RequestedSearch(null, null, null, null, null);
  }

  /** Returns the same request with another width and length penalty; null for none. */
  RequestedSearch with(Integer width, Double penalty) {
    return new RequestedSearch(width, penalty, languageModel, weight, insertionBonus);
  }

  /** Rejects a width or a length penalty that is out of range. */
  static void requireRange(int beam, double alpha) {
    require(beam >= 1, "--beam", "at least 1", beam);
    require(alpha >= 0 && Double.isFinite(alpha), PENALTY, "a finite number, at least 0", alpha);
  }

  boolean isNone() {
    return Stream.of(beam, lengthPenalty, languageModel, weight, insertionBonus)
        .allMatch(option -> option == null);
  }

  /**
   * Returns the settings of the search; empty if none is requested.
   *
   * @param model a model that generates sequences
   */
  Optional<BeamSettings> of(TableModel model, Configuration hadoop) throws IOException {
    requireBeam();
    if (beam == null) {
      return Optional.empty();
    }
    boolean aligned = model.network().settings().alignedStride() > 0;
    require(
        !aligned || lengthPenalty == null,
        PENALTY,
        "none for network.kind = ctc, whose sequences end with their input",
        lengthPenalty);
    double alpha = lengthPenalty == null ? DEFAULT_PENALTY : lengthPenalty;
    requireRange(beam, alpha);
    return Optional.of(new BeamSettings(beam, alpha, fusion(model, hadoop)));
  }

  private void requireBeam() {
    require(beam != null || lengthPenalty == null, PENALTY, "none without --beam", lengthPenalty);
    require(
        beam != null || languageModel == null,
        "--language-model",
        "none without --beam",
        languageModel);
    require(
        languageModel != null || (weight == null && insertionBonus == null),
        "--language-model-weight, --insertion-bonus",
        "none without --language-model",
        "one");
  }

  private LanguageFusion fusion(TableModel model, Configuration hadoop) throws IOException {
    if (languageModel == null) {
      return LanguageFusion.none();
    }
    double factor = weight == null ? DEFAULT_WEIGHT : weight;
    double bonus = insertionBonus == null ? 0 : insertionBonus;
    require(
        factor >= 0 && Double.isFinite(factor),
        "--language-model-weight",
        "a finite number, at least 0",
        factor);
    require(Double.isFinite(bonus), "--insertion-bonus", "a finite number", bonus);
    LoadedModel language = LoadedModel.read(languageModel, hadoop);
    Vocabulary decoded = model.network().vocabulary();
    return new LanguageFusion(
        StepLanguageModel.of(language.path(), language.model(), decoded), factor, bonus);
  }
}
