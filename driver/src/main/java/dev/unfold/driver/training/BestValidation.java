package dev.unfold.driver.training;

import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.training.state.RunFiles;
import dev.unfold.driver.training.state.ValidationHistory;
import dev.unfold.worker.settings.EvaluationSettings;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The best validation of a run that resumes. The metric, or a setting that its values depend on,
 * may have changed: the validation stays the best until another one beats the value that its model
 * has under the new metric. If that value is not known, any number beats it.
 *
 * @param settings the settings that decide from now on
 * @param files the files of the run
 */
record BestValidation(UnfoldSettings settings, RunFiles files) {
  private static final Logger LOG = LoggerFactory.getLogger(BestValidation.class);

  /**
   * Returns the history with the value of its best validation under the metric. The trigger of
   * averaged weights starts again, because it compares values of one metric.
   *
   * @param history the validations under the previous metric
   * @param before the identity of the run as it was, with the previous metric and its settings
   * @throws IOException if its model cannot be read
   */
  ValidationHistory resume(ValidationHistory history, Map<String, String> before)
      throws IOException {
    ValidationHistory.Best best = history.best();
    SortedMap<String, Object> now = new TreeMap<>(SettingKeys.flatten(settings));
    List<String> keys = settings.evaluation().keysOfMetric();
    if (!best.exists() || areEqual(keys, now, before)) {
      return history;
    }
    double known = value(files.openBest(best.round()), keys, now);
    LOG.info(
        "the metric changed from {} to {}: the best model so far, of round {}, has {}",
        describe(keys, before),
        describe(keys, now),
        best.round(),
        Double.isNaN(known) ? "no known value" : known);
    return history
        .withBest(new ValidationHistory.Best(best.number(), best.epoch(), best.round(), known))
        .withoutRecent();
  }

  /**
   * Returns the value of a model; NaN if it was validated without the metric, or with other
   * settings of it.
   */
  private double value(ModelFolder model, List<String> keys, Map<String, ?> now)
      throws IOException {
    List<String> settingsOfMetric =
        keys.stream().filter(key -> !key.equals(EvaluationSettings.METRIC)).toList();
    return model.metrics().get(ModelTemplate.VALIDATION) instanceof Map<?, ?> metrics
            && metrics.get(settings.evaluation().metric().key()) instanceof Number number
            && model.provenance().get(ModelTemplate.SETTINGS) instanceof Map<?, ?> then
            && areEqual(settingsOfMetric, now, then)
        ? number.doubleValue()
        : Double.NaN;
  }

  private static boolean areEqual(List<String> keys, Map<String, ?> now, Map<?, ?> then) {
    return keys.stream()
        .allMatch(key -> now.get(key).toString().equals(String.valueOf(then.get(key))));
  }

  private static String describe(List<String> keys, Map<String, ?> values) {
    return keys.stream()
        .filter(key -> values.get(key) != null && !values.get(key).toString().isEmpty())
        .map(key -> key + " = " + values.get(key))
        .collect(Collectors.joining(", "));
  }
}
