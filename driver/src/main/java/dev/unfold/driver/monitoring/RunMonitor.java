package dev.unfold.driver.monitoring;

import dev.unfold.driver.training.EpochSummary;
import dev.unfold.driver.training.RoundSummary;
import dev.unfold.driver.training.TrainingListener;
import dev.unfold.driver.training.ValidationSummary;
import dev.unfold.worker.settings.RunSettings;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;

/** Publishes the metrics of a run for monitoring until it is closed. */
public final class RunMonitor implements TrainingListener, AutoCloseable {
  private final MetricGauges gauges;
  private final Optional<TensorBoardLog> events;

  private RunMonitor(MetricGauges gauges, Optional<TensorBoardLog> events) {
    this.gauges = gauges;
    this.events = events;
  }

  /**
   * Opens a monitor for the metrics system of Spark and, if the settings name a folder, for event
   * files.
   */
  public static RunMonitor open(JavaSparkContext spark, RunSettings run) {
    Optional<TensorBoardLog> events =
        run.tensorboard().isEmpty()
            ? Optional.empty()
            : Optional.of(new TensorBoardLog(run.tensorboard(), spark.hadoopConfiguration()));
    return new RunMonitor(MetricGauges.register(spark), events);
  }

  @Override
  public void roundFinished(RoundSummary summary) {
    gauges.roundFinished(summary);
    events.ifPresent(log -> log.roundFinished(summary));
  }

  @Override
  public void epochFinished(EpochSummary summary) {
    gauges.epochFinished(summary);
    events.ifPresent(log -> log.epochFinished(summary));
  }

  @Override
  public void validationFinished(ValidationSummary summary) {
    gauges.validationFinished(summary);
    events.ifPresent(log -> log.validationFinished(summary));
  }

  @Override
  public void testFinished(long round, Map<String, Double> metrics) {
    gauges.testFinished(round, metrics);
    events.ifPresent(log -> log.testFinished(round, metrics));
  }

  @Override
  public void close() {
    gauges.close();
    events.ifPresent(TensorBoardLog::close);
  }
}
