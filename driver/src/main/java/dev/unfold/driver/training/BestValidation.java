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
   * Returns the history with the value of its best validation under the metric. The trigger of
   * averaged weights starts again, because it compares values of one metric.
   *
   * @param history the validations under the previous metric
   * @param before the name of the previous metric; null if the run did not record it
   * @throws IOException if its model cannot be read
   */
  ValidationHistory resume(ValidationHistory history, String before) throws IOException {
    ValidationHistory.Best best = history.best();
    String name = SettingKeys.of(metric);
    if (!best.exists() || before == null || before.equals(name)) {
      return history;
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
    return history
        .withBest(new ValidationHistory.Best(best.number(), best.epoch(), best.round(), known))
        .withoutRecent();
  }
}
