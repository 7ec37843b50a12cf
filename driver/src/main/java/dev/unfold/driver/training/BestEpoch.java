package dev.unfold.driver.training;

import dev.unfold.driver.training.state.RunCounters;
import dev.unfold.driver.training.state.RunFiles;
import dev.unfold.driver.training.state.RunIdentity;
import dev.unfold.worker.settings.Metric;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The best epoch of a run that resumes. The metric may have changed: the epoch stays the best until
 * another one beats the value that its model has under the new metric.
 *
 * @param metric the metric that decides from now on
 * @param files the files of the run
 */
record BestEpoch(Metric metric, RunFiles files) {
  private static final Logger LOG = LoggerFactory.getLogger(BestEpoch.class);

  /**
   * Returns the best epoch with its value under the metric.
   *
   * @param best the best epoch under the previous metric
   * @param before the name of the previous metric; null if the run did not record it
   * @throws IOException if the model of the epoch cannot be read
   */
  RunCounters.Best resume(RunCounters.Best best, String before) throws IOException {
    String name = SettingKeys.of(metric);
    if (!best.exists() || before == null || before.equals(name)) {
      return best;
    }
    Object validation = files.openBest(best.epoch()).metrics().get(ModelTemplate.VALIDATION);
    Object value = validation instanceof Map<?, ?> metrics ? metrics.get(metric.key()) : null;
    double known = value instanceof Number number ? number.doubleValue() : Double.NaN;
    LOG.info(
        "{} changed from {} to {}: the best model so far, of epoch {}, has {}",
        RunIdentity.METRIC,
        before,
        name,
        best.epoch(),
        known);
    return new RunCounters.Best(best.epoch(), known);
  }
}
