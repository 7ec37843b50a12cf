package dev.unfold.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The result of an evaluation.
 *
 * @param loss the loss per target: nats, or the squared error for real values
 * @param targets the number of targets
 * @param metrics all metrics and counts by name, as {@code unfold evaluate --json} prints them
 */
public record EvaluationResult(double loss, long targets, Map<String, Object> metrics) {
  public EvaluationResult {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }
}
