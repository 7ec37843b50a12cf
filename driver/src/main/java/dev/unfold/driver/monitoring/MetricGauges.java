package dev.unfold.driver.monitoring;

import com.codahale.metrics.MetricRegistry;
import dev.unfold.driver.training.EpochSummary;
import dev.unfold.driver.training.RoundSummary;
import dev.unfold.driver.training.TrainingListener;
import dev.unfold.driver.training.ValidationSummary;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.metrics.MetricsSystem;
import org.apache.spark.metrics.source.Source;

/**
 * The latest metrics as gauges of Spark's metrics system, for every sink that is configured there.
 * A gauge is registered with its first value, since sinks differ in their treatment of a gauge
 * without a value.
 *
 * <p>The gauges are registered like Spark's own sources. A plugin would be the public way, but
 * Spark instantiates plugins by class name, so that the values would have to be passed through a
 * static field.
 */
final class MetricGauges implements Source, TrainingListener, AutoCloseable {
  private static final String NAME = "unfold";

  private final MetricsSystem system;
  private final String sourceName;
  private final MetricRegistry registry = new MetricRegistry();
  private final Map<String, Double> latest = new ConcurrentHashMap<>();

  private MetricGauges(MetricsSystem system, String sourceName) {
    this.system = system;
    this.sourceName = sourceName;
  }

  /** Registers gauges whose source has a name that no other run of the application has. */
  static MetricGauges register(JavaSparkContext spark) {
    MetricsSystem system = spark.sc().env().metricsSystem();
    synchronized (system) {
      int number = 1;
      while (system.getSourcesByName(name(number)).nonEmpty()) {
        number++;
      }
      MetricGauges gauges = new MetricGauges(system, name(number));
      system.registerSource(gauges);
      return gauges;
    }
  }

  /**
   * Returns the name of the source of a run. None is the beginning of another one, because Spark
   * removes the gauges whose names begin with that of a source.
   *
   * @param number 1 if no other run of the application trains
   */
  private static String name(int number) {
    return number == 1 ? NAME : "run" + number + "." + NAME;
  }

  @Override
  public String sourceName() {
    return sourceName;
  }

  @Override
  public MetricRegistry metricRegistry() {
    return registry;
  }

  @Override
  public void roundFinished(RoundSummary summary) {
    MonitoredMetrics.position(summary).forEach(this::put);
    MonitoredMetrics.of(summary).forEach(this::put);
  }

  @Override
  public void epochFinished(EpochSummary summary) {
    MonitoredMetrics.of(summary).forEach(this::put);
  }

  @Override
  public void validationFinished(ValidationSummary summary) {
    MonitoredMetrics.of(summary).forEach(this::put);
  }

  @Override
  public void testFinished(long round, Map<String, Double> metrics) {
    MonitoredMetrics.ofTest(metrics).forEach(this::put);
  }

  private void put(String name, double value) {
    if (latest.put(name, value) == null) {
      registry.registerGauge(name.replace('/', '.'), () -> latest.get(name));
    }
  }

  /** Removes the gauges, so that values of this run are not attributed to the next one. */
  @Override
  public void close() {
    system.removeSource(this);
  }
}
