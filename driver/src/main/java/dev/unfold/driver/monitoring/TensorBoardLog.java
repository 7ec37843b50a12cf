package dev.unfold.driver.monitoring;

import dev.unfold.driver.training.EpochSummary;
import dev.unfold.driver.training.RoundSummary;
import dev.unfold.driver.training.TrainingListener;
import dev.unfold.driver.training.ValidationSummary;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the metrics of one attempt to an event file for TensorBoard, with the rounds of the run as
 * steps. The file is created with the first value. Training does not depend on it: after the first
 * failure, which is logged, nothing more is written.
 */
final class TensorBoardLog implements TrainingListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TensorBoardLog.class);

  private final String folder;
  private final Configuration configuration;
  private Optional<TensorBoardEventFile> file = Optional.empty();
  private boolean failed;

  TensorBoardLog(String folder, Configuration configuration) {
    this.folder = folder;
    this.configuration = configuration;
  }

  @Override
  public void roundFinished(RoundSummary summary) {
    write(summary.round(), MonitoredMetrics.of(summary));
  }

  @Override
  public void epochFinished(EpochSummary summary) {
    write(summary.round(), MonitoredMetrics.of(summary));
  }

  @Override
  public void validationFinished(ValidationSummary summary) {
    write(summary.round(), MonitoredMetrics.of(summary));
  }

  @Override
  public void testFinished(long round, Map<String, Double> metrics) {
    write(round, MonitoredMetrics.ofTest(metrics));
  }

  private void write(long round, Map<String, Double> metrics) {
    if (failed) {
      return;
    }
    attempt(
        () -> {
          if (file.isEmpty()) {
            file = Optional.of(TensorBoardEventFile.create(folder, configuration));
            file.get().begin(round);
          }
          file.get().write(round, metrics);
        });
  }

  @Override
  public void close() {
    if (file.isPresent()) {
      attempt(file.get()::close);
    }
  }

  /** Runs a step and logs the first failure; misconfigured file systems may throw any exception. */
  private void attempt(Step step) {
    try {
      step.run();
    } catch (IOException | RuntimeException e) {
      if (!failed) {
        LOG.warn(
            "cannot write events for TensorBoard to {}; training continues without them: {}",
            folder,
            e.toString());
      }
      failed = true;
    }
  }

  /** A step that may fail. */
  private interface Step {
    void run() throws IOException;
  }
}
