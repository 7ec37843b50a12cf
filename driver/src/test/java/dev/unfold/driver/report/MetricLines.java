package dev.unfold.driver.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Creates metrics lines in the format of a run. */
final class MetricLines {
  private MetricLines() {}

  static Map<String, Object> line(String kind, long round, Map<String, Object> values) {
    Map<String, Object> line = new LinkedHashMap<>(values);
    line.put("kind", kind);
    line.put("round", round);
    line.put("attempt", 1);
    return line;
  }

  /** Returns a round of two seconds and 1000 targets, from which shard 1 was excluded. */
  static Map<String, Object> round(long round) {
    double loss = 1.5 + 2 * Math.exp(-round / 60.0) + 0.05 * Math.sin((double) round);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("epoch", 1 + round / 50);
    values.put("loss", loss);
    values.put("minShardLoss", loss - 0.3);
    values.put("maxShardLoss", loss + 0.4);
    values.put("gradientNorm", 3 + Math.cos((double) round));
    values.put("clippedFraction", 0.5 + 0.4 * Math.cos((double) round));
    values.put("targets", 1000);
    values.put("excludedShards", List.of(1));
    values.put("excludedTargets", 100);
    values.put("learningRate", 0.01 / (1 + round / 100.0));
    values.put("computeSeconds", 1.4);
    values.put("seconds", 2.0);
    values.put("time", Map.of("compute", 1.5, "serialize", 0.2, "schedule", 0.2, "average", 0.1));
    return values;
  }

  /** Returns an epoch of a table with validation. */
  static Map<String, Object> epoch(long epoch) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("epoch", epoch);
    values.put("trainLoss", 1.7 + 2 * Math.exp((double) -epoch));
    values.put(
        "validation",
        Map.of("loss", 2 + 2 * Math.exp((double) -epoch), "accuracy", 1 - 1.0 / epoch));
    values.put("unaveraged", Map.of("loss", 2.2 + 2 * Math.exp((double) -epoch)));
    values.put("best", true);
    values.put("seconds", 100.0);
    return values;
  }
}
