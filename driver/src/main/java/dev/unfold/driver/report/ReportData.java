package dev.unfold.driver.report;

import dev.unfold.driver.model.Model;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.training.RunInspection;
import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.model.ModelFormatException;
import dev.unfold.worker.settings.SettingKeys;
import dev.unfold.worker.settings.TargetSettings;
import dev.unfold.worker.settings.TargetUnit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Collects what a report shows of a run. */
final class ReportData {
  /** Entries of a list; those of one file for each day of a year are all there. */
  private static final int LONGEST_LIST = 400;

  private static final int MOST_ATTEMPTS = 50;

  /** Corpora that a model is scored on, the more telling one first. */
  private static final List<String> SCORED = List.of("test", "validation");

  private final RunInspection run;
  private final Map<String, Object> values = new LinkedHashMap<>();

  private ReportData(RunInspection run) {
    this.run = run;
  }

  /**
   * Reads a run.
   *
   * @param where its directory
   * @throws ModelFormatException if there is no run
   */
  static Map<String, Object> of(String where, RunInspection run) throws IOException {
    Optional<Map<String, Object>> standing = run.describe();
    if (standing.isEmpty()) {
      throw new ModelFormatException(
          ErrorKind.CONFIGURATION, where, "the directory of a run", "none");
    }
    return new ReportData(run).read(standing.get());
  }

  private Map<String, Object> read(Map<String, Object> standing) throws IOException {
    Map<String, Object> place = new LinkedHashMap<>(standing);
    Object identity = place.remove("identity");
    values.put("standing", place);
    values.put("attempts", run.attempts(MOST_ATTEMPTS));
    MetricCurves curves = new MetricCurves();
    run.readMetrics(curves);
    values.put("metrics", curves.describe());
    Optional<ModelFolder> folder = run.model();
    if (folder.isPresent()) {
      addModel(String.valueOf(place.get("run")), folder.get());
    } else {
      values.put("settings", texts(identity));
    }
    values.put("unit", describe(unit()));
    return values;
  }

  /** Returns the unit of the targets; tokens for older runs, which do not record it. */
  private TargetUnit unit() {
    Object kind = ((Map<?, ?>) values.get("settings")).get("corpus.target.kind");
    return Arrays.stream(TargetSettings.Kind.values())
        .filter(each -> SettingKeys.of(each).equals(kind))
        .findFirst()
        .map(TargetUnit::of)
        .orElse(TargetUnit.TOKENS);
  }

  private static Map<String, Object> describe(TargetUnit unit) {
    return Map.of(
        "one", unit.singular(), "many", unit.plural(), "hasPerplexity", unit.hasPerplexity());
  }

  private void addModel(String where, ModelFolder folder) throws IOException {
    Model model = folder.read();
    Map<String, Object> provenance = new TreeMap<>(folder.provenance());
    values.put("settings", texts(provenance.remove("settings")));
    values.put("provenance", shortened(provenance));
    addFigures(folder.metrics());
    values.put("parameters", model.network().parameters().parameterCount());
    values.put("samples", GeneratedSample.of(where, model));
  }

  /** The figures of a model, and apart from them those of single classes. */
  private void addFigures(Map<String, Object> metrics) {
    Map<String, Object> figures = new LinkedHashMap<>(metrics);
    Map<String, Object> classes = new LinkedHashMap<>();
    for (String corpus : SCORED) {
      if (figures.get(corpus) instanceof Map<?, ?> found) {
        Map<String, Object> score = new LinkedHashMap<>();
        found.forEach((name, figure) -> score.put(String.valueOf(name), figure));
        Map<String, Object> tables = ClassificationTables.takeFrom(score);
        if (!tables.isEmpty()) {
          classes.put(corpus, tables);
        }
        figures.put(corpus, score);
      }
    }
    values.put("classes", classes);
    values.put("model", shortened(figures));
  }

  /** Returns the values as text, since JavaScript would round a large seed. */
  private static Map<String, String> texts(Object settings) {
    Map<String, String> texts = new TreeMap<>();
    if (settings instanceof Map<?, ?> found) {
      found.forEach((key, value) -> texts.put(String.valueOf(key), text(value)));
    }
    return texts;
  }

  private static String text(Object value) {
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).collect(Collectors.joining(", "))
        : String.valueOf(value);
  }

  /** Returns the value with only the first elements of each list and the number of the others. */
  private static Object shortened(Object value) {
    if (value instanceof Map<?, ?> object) {
      Map<String, Object> copy = new LinkedHashMap<>();
      object.forEach((name, each) -> copy.put(String.valueOf(name), shortened(each)));
      return copy;
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      list.stream().limit(LONGEST_LIST).forEach(each -> copy.add(shortened(each)));
      if (list.size() > LONGEST_LIST) {
        copy.add("and " + (list.size() - LONGEST_LIST) + " more");
      }
      return copy;
    }
    return value;
  }
}
