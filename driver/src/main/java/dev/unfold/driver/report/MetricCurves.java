package dev.unfold.driver.report;

import dev.unfold.driver.training.state.MetricsLineConsumer;
import dev.unfold.worker.settings.Metric;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects curves and sums of the metrics of a run, line by line. */
final class MetricCurves implements MetricsLineConsumer {
  /** The values of a validation that are metrics. */
  private static final List<String> MEASURES =
      Arrays.stream(Metric.values()).map(Metric::key).toList();

  /** The values of a round that are drawn unchanged. */
  private static final List<String> ROUND_METRICS =
      List.of(
          "loss",
          "minShardLoss",
          "maxShardLoss",
          "gradientNorm",
          "clippedFraction",
          "computeSeconds",
          "seconds");

  /** The phases of a round. */
  private static final List<String> PHASES = List.of("compute", "serialize", "schedule", "average");

  /** The values of a round that are also summed over the run. */
  private static final List<String> SUMMED_METRICS =
      List.of("targets", "excludedTargets", "computeSeconds", "seconds");

  private final CurveBuckets rounds = new CurveBuckets();
  private final CurveBuckets epochs = new CurveBuckets();

  /** The validations, at their rounds. */
  private final CurveBuckets validations = new CurveBuckets();

  private final Map<String, Double> sums = new TreeMap<>();
  private final Map<String, Long> exclusions = new TreeMap<>();
  private Map<String, Object> corpora = Map.of();
  private long roundCount;

  @Override
  public void read(String line, Map<String, Object> values) {
    switch (String.valueOf(values.get("kind"))) {
      case "round" -> round(values);
      case "epoch" -> epoch(values);
      case "validation" -> validation(values);
      case "corpus" -> corpora = withoutKeys(values);
      default -> {} // written by a later version
    }
  }

  private void round(Map<String, Object> values) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    for (String name : ROUND_METRICS) {
      put(name, values.get(name), metrics);
    }
    double targets = number(values.get("targets"));
    if (targets > 0) {
      put("learningRate", values.get("learningRate"), metrics);
    }
    Map<String, Double> time = numbers(values.get("time"), PHASES);
    time.forEach((part, seconds) -> metrics.put("time." + part, seconds));
    metrics.put("targetsPerSecond", targets / number(values.get("seconds")));
    rounds.add(((Number) values.get("round")).longValue(), metrics);
    roundCount++;
    SUMMED_METRICS.forEach(name -> sum(name, number(values.get(name))));
    time.forEach((part, seconds) -> sum("time." + part, seconds));
    if (values.get("excludedShards") instanceof List<?> shards) {
      shards.forEach(shard -> exclusions.merge(String.valueOf(shard), 1L, Long::sum));
    }
  }

  private void epoch(Map<String, Object> values) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    put("round", values.get("round"), metrics);
    put("trainLoss", values.get("trainLoss"), metrics);
    put("seconds", values.get("seconds"), metrics);
    epochs.add((long) number(values.get("epoch")), metrics);
    validation(values);
  }

  /** Adds the validation of a line, if there is one. */
  private void validation(Map<String, Object> values) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    for (String kind : List.of("validation", "unaveraged")) {
      numbers(values.get(kind), MEASURES)
          .forEach((name, value) -> metrics.put(kind + "." + name, value));
    }
    if (!metrics.isEmpty()) {
      validations.add(((Number) values.get("round")).longValue(), metrics);
    }
  }

  private static Map<String, Object> withoutKeys(Map<String, Object> values) {
    Map<String, Object> rest = new LinkedHashMap<>(values);
    List.of("kind", "attempt").forEach(rest::remove);
    return rest;
  }

  private void sum(String name, double value) {
    if (Double.isFinite(value)) {
      sums.merge(name, value, Double::sum);
    }
  }

  private static void put(String name, Object value, Map<String, Double> metrics) {
    if (value instanceof Number number) {
      metrics.put(name, number.doubleValue());
    }
  }

  private static double number(Object value) {
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  private static Map<String, Double> numbers(Object object, List<String> names) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    if (object instanceof Map<?, ?> values) {
      names.forEach(name -> put(name, values.get(name), numbers));
    }
    return numbers;
  }

  /** Returns the curves as the page shows them. */
  Map<String, Object> describe() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("rounds", rounds.describe());
    values.put("epochs", epochs.describe());
    values.put("validations", validations.describe());
    values.put("roundCount", roundCount);
    values.put("sums", sums);
    values.put("exclusions", exclusions);
    values.put("corpora", corpora);
    return values;
  }
}
