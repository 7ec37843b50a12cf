package dev.unfold.driver.report;

import dev.unfold.worker.settings.Metric;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The comparison of the model in use, the champion, with the one that was trained to replace it.
 *
 * @param heldOut a description of the data for the comparison: a path, a share of the data
 * @param metric the metric that decides
 * @param champion the model in use
 * @param challenger the new one
 * @param promoted whether the challenger is promoted
 * @param decision a description of the decision and its reason
 */
public record ModelComparison(
    String heldOut,
    Metric metric,
    Scored champion,
    Scored challenger,
    boolean promoted,
    String decision) {

  /**
   * Creates a comparison.
   *
   * @throws IllegalArgumentException if a model lacks the metric that decides
   */
  public ModelComparison {
    metric.in(champion.metrics());
    metric.in(challenger.metrics());
  }

  /**
   * A model and its metrics.
   *
   * @param name the name of the model for users
   * @param metrics the metrics by name, as printed by {@code evaluate --json}
   */
  public record Scored(String name, Map<String, Double> metrics) {
    public Scored {
      metrics = new LinkedHashMap<>(metrics);
    }
  }

  /** Returns the comparison as the page shows it. */
  Map<String, Object> describe() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("heldOut", heldOut);
    values.put("metric", metric.key());
    values.put("champion", champion);
    values.put("challenger", challenger);
    values.put(
        "challengerIsBetter",
        metric.isBetter(metric.in(challenger.metrics()), metric.in(champion.metrics())));
    values.put("promoted", promoted);
    values.put("decision", decision);
    return values;
  }
}
