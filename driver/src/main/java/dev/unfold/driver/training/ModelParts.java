package dev.unfold.driver.training;

import dev.unfold.driver.model.Model;
import dev.unfold.driver.model.Symbols;
import dev.unfold.worker.evaluation.Score;
import dev.unfold.worker.model.ModelConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What every model of a run has in common.
 *
 * @param provenance where it comes from: corpora, seed, versions
 */
record ModelParts(ModelConfig config, Symbols symbols, Map<String, ?> provenance) {
  Model with(float[] parameters) {
    return new Model(config, symbols, parameters);
  }

  /**
   * The figures of a model.
   *
   * @param counters when it was taken
   * @param epoch after which it was taken
   */
  static Map<String, Object> figures(Counters counters, int epoch, Optional<Score> validation) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("epoch", epoch);
    figures.put("round", counters.round());
    figures.put("updates", counters.updates());
    figures.put("trainedTargets", counters.trainedTargets());
    figures.put("excludedTargets", counters.excludedTargets());
    figures.put("trainingSeconds", counters.seconds());
    validation.ifPresent(score -> figures.put("validation", score.describe()));
    return figures;
  }
}
