package dev.unfold.jobs;

import dev.unfold.driver.operation.EvaluationOperation;
import dev.unfold.driver.operation.RequestedSearches;
import dev.unfold.worker.generation.BeamSettings;
import dev.unfold.worker.settings.Metric;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
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
 * @param withPenalties whether length penalties are compared, too
 * @param metric the metric by which they are compared
 */
record SearchComparison(
    List<BeamSettings> searches,
    List<EvaluationOperation.Result> results,
    boolean withPenalties,
    Metric metric) {
  static SearchComparison of(
      EvaluationOperation evaluation,
      RequestedSearches requested,
      List<EvaluationOperation.Result> results)
      throws IOException {
    return new SearchComparison(
        evaluation.decodings().stream().map(decoding -> decoding.search().orElseThrow()).toList(),
        results,
        !requested.lengthPenalties().isEmpty(),
        requested.metric(evaluation.model()));
  }

  /** Returns the metrics of each search by name, with its settings and whether it is the best. */
  List<Map<String, Object>> describe() {
    int best = RequestedSearches.best(metric, results);
    List<Map<String, Object>> lines = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("beam", searches.get(i).width());
      if (withPenalties) {
        line.put("lengthPenalty", searches.get(i).alpha());
      }
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
    BeamSettings search = searches.get(index);
    String beam = "--beam " + search.width();
    return withPenalties ? beam + " --length-penalty " + search.alpha() : beam;
  }
}
