package dev.unfold.driver.report;

import dev.unfold.worker.settings.Metric;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The model that is in use, the champion, beside the one that was trained to follow it.
 *
 * @param heldOut what both were scored on, in words: a path, a share of the data
 * @param metric the figure that decides
 * @param champion the model in use
 * @param challenger the new one
 * @param promoted whether the challenger takes over
 * @param decision what was decided, and why, in words
 */
public record ModelComparison(
    String heldOut,
    Metric metric,
    Scored champion,
    Scored challenger,
    boolean promoted,
    String decision) {

  /**
   * Checks it.
   *
   * @throws IllegalArgumentException if a model does not have the figure that decides
   */
  public ModelComparison {
    metric.in(champion.figures());
    metric.in(challenger.figures());
  }

  /**
   * A model and its figures.
   *
   * @param name as users know it
   * @param figures by name, as {@code evaluate --json} has them; those of both models are compared
   */
  public record Scored(String name, Map<String, Double> figures) {
    public Scored {
      figures = new LinkedHashMap<>(figures);
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
        metric.isBetter(metric.in(challenger.figures()), metric.in(champion.figures())));
    values.put("promoted", promoted);
    values.put("decision", decision);
    return values;
  }
}
