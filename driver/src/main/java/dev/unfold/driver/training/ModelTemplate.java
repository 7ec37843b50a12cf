package dev.unfold.driver.training;

import dev.unfold.driver.execution.TaskConfiguration;
import dev.unfold.driver.training.corpora.RunCorpora;
import dev.unfold.driver.training.pretrained.StartVectors;
import dev.unfold.driver.training.state.RunCounters;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.ModelConfig;
import dev.unfold.worker.model.Vocabularies;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What all models of a run share: everything but the parameters.
 *
 * @param provenance the origin of the models: corpora, seed, versions
 */
public record ModelTemplate(ModelConfig config, Vocabularies symbols, Map<String, ?> provenance) {
  /** The key of the validation metrics among the metrics of a model. */
  public static final String VALIDATION = "validation";

  /** The key of the settings of the run in the provenance of a model. */
  static final String SETTINGS = "settings";

  /** The key of the validation metrics of the parameters without the average of the weights. */
  static final String UNAVERAGED = "unaveraged";

  /** Returns what the models of a run share. */
  public static ModelTemplate of(
      UnfoldSettings settings,
      TaskConfiguration taskConfiguration,
      RunCorpora corpora,
      String sparkVersion) {
    ModelConfig config =
        new ModelConfig(
            ModelConfig.CURRENT,
            taskConfiguration.network(),
            corpora.shape(),
            corpora.preprocessing());
    Map<String, Object> provenance = new LinkedHashMap<>();
    provenance.put("corpora", corpora.describe());
    Map<String, Object> values = new TreeMap<>(SettingKeys.flatten(settings));
    values.put("corpus.source.options", settings.corpus().source().optionsWithoutSecrets());
    provenance.put(SETTINGS, values);
    provenance.put("kernels", taskConfiguration.kernels().toString());
    provenance.put("spark", sparkVersion);
    provenance.put("java", Runtime.version().toString());
    String parent = settings.training().parent();
    provenance.put("parent", parent.isEmpty() ? List.of() : List.of(parent));
    return new ModelTemplate(config, corpora.symbols(), provenance);
  }

  /** Returns the same with the word vectors with which embeddings started, if there are any. */
  ModelTemplate with(StartVectors vectors) {
    if (vectors.parts().isEmpty()) {
      return this;
    }
    Map<String, Object> origin = new LinkedHashMap<>(provenance);
    origin.put("pretrained", vectors.describe());
    return new ModelTemplate(config, symbols, origin);
  }

  /** Returns the model with these parameters. */
  public Model with(float[] parameters) {
    return new Model(config, symbols, parameters);
  }

  /**
   * Returns the metrics of a model, without those of its validation.
   *
   * @param counters the progress of the run when the model was taken
   * @param epoch the number of epochs completed when the model was taken
   */
  static Map<String, Object> metrics(RunCounters counters, int epoch) {
    Map<String, Object> metrics = new LinkedHashMap<>();
    metrics.put("epoch", epoch);
    metrics.put("round", counters.round());
    metrics.put("updates", counters.updates());
    metrics.put("trainedTargets", counters.trainedTargets());
    metrics.put("excludedTargets", counters.excludedTargets());
    metrics.put("trainingSeconds", counters.seconds());
    if (counters.averagedRounds() > 0) {
      metrics.put("averagedRounds", counters.averagedRounds());
    }
    return metrics;
  }
}
