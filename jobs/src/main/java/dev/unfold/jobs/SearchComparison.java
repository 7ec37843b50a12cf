package dev.unfold.jobs;

import dev.unfold.driver.operation.EvaluationOperation;
import dev.unfold.driver.operation.RequestedSearches;
import dev.unfold.worker.generation.BeamSettings;
import dev.unfold.worker.generation.DecodingStrategy;
import dev.unfold.worker.settings.Metric;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The results of an evaluation with several beam searches.
 *
 * @param searches the searches
 * @param results a result for each search
 * @param metric the metric by which they are compared
 */
record SearchComparison(
    List<BeamSettings> searches, List<EvaluationOperation.Result> results, Metric metric) {
  static SearchComparison of(
      List<DecodingStrategy> decodings, List<EvaluationOperation.Result> results, Metric metric) {
    return new SearchComparison(
        decodings.stream().map(decoding -> decoding.search().orElseThrow()).toList(),
        results,
        metric);
  }

  /** Returns the metrics of each search by name, with its settings and whether it is the best. */
  List<Map<String, Object>> describe() {
    int best = RequestedSearches.best(metric, results);
    List<Map<String, Object>> lines = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("beam", searches.get(i).width());
      line.put("lengthPenalty", searches.get(i).alpha());
      line.put("best", i == best);
      line.putAll(results.get(i).describe());
      lines.add(line);
    }
    return lines;
  }

  /** Prints a line for each search, and the options of the best one. */
  void print(PrintWriter out) {
    for (int i = 0; i < results.size(); i++) {
      out.printf(Locale.ROOT, "%s: ", options(i));
      EvaluationText.printMetrics(results.get(i), out);
    }
    int best = RequestedSearches.best(metric, results);
    double value = metric.in(results.get(best).describe());
    out.printf(Locale.ROOT, "best %s %.4f: %s%n", SettingKeys.of(metric), value, options(best));
  }

  private String options(int index) {
    return "--beam "
        + searches.get(index).width()
        + " --length-penalty "
        + searches.get(index).alpha();
  }
}
