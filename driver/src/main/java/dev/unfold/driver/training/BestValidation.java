package dev.unfold.driver.training;

import dev.unfold.driver.training.state.RunFiles;
import dev.unfold.driver.training.state.RunIdentity;
import dev.unfold.driver.training.state.ValidationHistory;
import dev.unfold.worker.settings.Metric;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The best validation of a run that resumes. The metric may have changed: the validation stays the
 * best until another one beats the value that its model has under the new metric.
 *
 * @param metric the metric that decides from now on
 * @param files the files of the run
 */
record BestValidation(Metric metric, RunFiles files) {
  private static final Logger LOG = LoggerFactory.getLogger(BestValidation.class);

  /**
   * Returns the best validation with its value under the metric.
   *
   * @param best the best validation under the previous metric
   * @param before the name of the previous metric; null if the run did not record it
   * @throws IOException if its model cannot be read
   */
  ValidationHistory.Best resume(ValidationHistory.Best best, String before) throws IOException {
    String name = SettingKeys.of(metric);
    if (!best.exists() || before == null || before.equals(name)) {
      return best;
    }
    Object validation = files.openBest(best.round()).metrics().get(ModelTemplate.VALIDATION);
    Object value = validation instanceof Map<?, ?> metrics ? metrics.get(metric.key()) : null;
    double known = value instanceof Number number ? number.doubleValue() : Double.NaN;
    LOG.info(
        "{} changed from {} to {}: the best model so far, of round {}, has {}",
        RunIdentity.METRIC,
        before,
        name,
        best.round(),
        known);
    return new ValidationHistory.Best(best.number(), best.epoch(), best.round(), known);
  }
}
