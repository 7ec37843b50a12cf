package dev.unfold.driver.monitoring;

import com.codahale.metrics.MetricRegistry;
import dev.unfold.driver.training.EpochReport;
import dev.unfold.driver.training.RoundReport;
import dev.unfold.driver.training.TrainingListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.metrics.MetricsSystem;
import org.apache.spark.metrics.source.Source;

/**
 * The newest figures as gauges of Spark's metrics system, which every sink that is configured there
 * reads. A gauge begins with its first figure: before it there is none, since sinks differ in what
 * they make of a gauge without a number.
 *
 * <p>It is registered as Spark's own sources are. A plugin, which is the public way, is made by
 * Spark by the name of its class: the figures would have to come to it through a static.
 */
final class MetricGauges implements Source, TrainingListener, AutoCloseable {
  private static final String NAME = "unfold";

  private final MetricsSystem system;
  private final MetricRegistry registry = new MetricRegistry();
  private final Map<String, Double> newest = new ConcurrentHashMap<>();

  private MetricGauges(MetricsSystem system) {
    this.system = system;
  }

  static MetricGauges register(JavaSparkContext spark) {
    MetricGauges gauges = new MetricGauges(spark.sc().env().metricsSystem());
    gauges.system.registerSource(gauges);
    return gauges;
  }

  @Override
  public String sourceName() {
    return NAME;
  }

  @Override
  public MetricRegistry metricRegistry() {
    return registry;
  }

  @Override
  public void roundFinished(RoundReport report) {
    put("train/round", report.round());
    put("train/epochs", report.epochs());
    ReportMetrics.of(report).forEach(this::put);
  }

  @Override
  public void epochFinished(EpochReport report) {
    ReportMetrics.of(report).forEach(this::put);
  }

  @Override
  public void testFinished(long round, Map<String, Double> figures) {
    ReportMetrics.ofTest(figures).forEach(this::put);
  }

  private void put(String figure, double value) {
    if (newest.put(figure, value) == null) {
      registry.registerGauge(figure.replace('/', '.'), () -> newest.get(figure));
    }
  }

  /** Takes the gauges away: a figure of a run that ended is none of the next one. */
  @Override
  public void close() {
    system.removeSource(this);
  }
}
