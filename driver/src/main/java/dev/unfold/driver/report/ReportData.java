package dev.unfold.driver.report;

import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.training.state.RunInspection;
import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.ModelFormatException;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.corpus.TargetUnit;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Collects the data of a run for its report. */
final class ReportData {
  /** The maximum number of entries of a list, enough for one file for each day of a year. */
  private static final int MAX_LIST_LENGTH = 400;

  private static final int MAX_ATTEMPTS = 50;

  /** The corpora on which a model is scored, the more significant one first. */
  private static final List<String> SCORED = List.of("test", "validation");

  private final RunInspection run;
  private final Map<String, Object> values = new LinkedHashMap<>();

  private ReportData(RunInspection run) {
    this.run = run;
  }

  /**
   * Reads a run.
   *
   * @param where the path of its directory
   * @throws ModelFormatException if there is no run
   */
  static Map<String, Object> of(String where, RunInspection run) throws IOException {
    Optional<Map<String, Object>> state = run.describe();
    if (state.isEmpty()) {
      throw new ModelFormatException(ErrorKind.USAGE, where, "the directory of a run", "none");
    }
    return new ReportData(run).read(state.get());
  }

  private Map<String, Object> read(Map<String, Object> described) throws IOException {
    Map<String, Object> state = new LinkedHashMap<>(described);
    Object identity = state.remove("identity");
    values.put("state", state);
    values.put("attempts", run.attempts(MAX_ATTEMPTS));
    MetricCurves curves = new MetricCurves();
    run.readMetrics(curves);
    values.put("metrics", curves.describe());
    Optional<ModelFolder> folder = run.model();
    if (folder.isPresent()) {
      addModel(String.valueOf(state.get("run")), folder.get());
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
        .filter(candidate -> SettingKeys.of(candidate).equals(kind))
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
    addMetrics(folder.metrics());
    values.put("parameters", model.network().parameters().parameterCount());
    values.put("samples", GeneratedSample.of(where, model));
  }

  /** Adds the metrics of a model and, separately, those of single classes. */
  private void addMetrics(Map<String, Object> metrics) {
    Map<String, Object> shown = new LinkedHashMap<>(metrics);
    Map<String, Object> classes = new LinkedHashMap<>();
    for (String corpus : SCORED) {
      if (shown.get(corpus) instanceof Map<?, ?> metricsOfCorpus) {
        Map<String, Object> score = new LinkedHashMap<>();
        metricsOfCorpus.forEach((name, value) -> score.put(String.valueOf(name), value));
        Map<String, Object> tables = ClassificationTables.takeFrom(score);
        if (!tables.isEmpty()) {
          classes.put(corpus, tables);
        }
        shown.put(corpus, score);
      }
    }
    values.put("classes", classes);
    values.put("model", shortened(shown));
  }

  /** Returns the values as text, since JavaScript would round a large seed. */
  private static Map<String, String> texts(Object settings) {
    Map<String, String> texts = new TreeMap<>();
    if (settings instanceof Map<?, ?> entries) {
      entries.forEach((key, value) -> texts.put(String.valueOf(key), text(value)));
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
      object.forEach((name, member) -> copy.put(String.valueOf(name), shortened(member)));
      return copy;
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      list.stream().limit(MAX_LIST_LENGTH).forEach(element -> copy.add(shortened(element)));
      if (list.size() > MAX_LIST_LENGTH) {
        copy.add("and " + (list.size() - MAX_LIST_LENGTH) + " more");
      }
      return copy;
    }
    return value;
  }
}
