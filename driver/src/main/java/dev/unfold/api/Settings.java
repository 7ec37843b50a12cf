package dev.unfold.api;

import dev.unfold.driver.configuration.SettingsReader;
import dev.unfold.driver.configuration.SettingsWriter;
import dev.unfold.driver.corpus.query.ProgramTables;
import dev.unfold.worker.settings.UnfoldSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The settings of a run, immutable and safe for use by several threads. They have the keys of a
 * configuration file; keys that are not set have the defaults of the command line.
 *
 * <p>Values are checked when the settings are used, all of them together, as those of a file.
 */
public final class Settings {
  private final Optional<String> file;
  private final Map<String, Object> values;

  /** The corpora that are datasets, by their keys. */
  private final Map<String, Dataset<Row>> datasets;

  private Settings(
      Optional<String> file, Map<String, Object> values, Map<String, Dataset<Row>> datasets) {
    this.file = file;
    this.values = values;
    this.datasets = datasets;
  }

  /** Returns the default settings; {@code corpus.train} and {@code run.dir} have no default. */
  public static Settings defaults() {
    return new Settings(Optional.empty(), Map.of(), Map.of());
  }

  /**
   * Returns the settings of a configuration file, which is read when they are used.
   *
   * @param file a path relative to the working directory, or one with the scheme of a Hadoop file
   *     system
   */
  public static Settings ofFile(String file) {
    return new Settings(Optional.of(file), Map.of(), Map.of());
  }

  /**
   * Returns these settings with another value.
   *
   * @param key a key of docs/configuration.md, such as {@code training.epochs}
   * @param value a text, a number, a boolean, or a list or map of them; an enumerated value is its
   *     text, such as {@code "gru"}
   */
  public Settings with(String key, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(values);
    changed.remove(key);
    changed.put(key, value);
    Map<String, Dataset<Row>> others = new LinkedHashMap<>(datasets);
    others.remove(key);
    return new Settings(file, changed, others);
  }

  private Settings withDataset(String key, Dataset<Row> rows) {
    Settings named = with("corpus.format", "table").with(key, List.of("dataset"));
    named.datasets.put(key, rows);
    return named;
  }

  /**
   * Returns these settings with other training data, {@code corpus.train}.
   *
   * @param paths files, folders or globs of a text or a table
   */
  public Settings withTraining(String... paths) {
    return with("corpus.train", List.of(paths));
  }

  /**
   * Returns these settings with a dataset as training data, in place of {@code corpus.train}. Its
   * rows are computed once in each run. The other corpora are then datasets or names of tables,
   * too.
   */
  public Settings withTraining(Dataset<Row> rows) {
    return withDataset("corpus.train", rows);
  }

  /** Returns these settings with other validation data, {@code corpus.validation}. */
  public Settings withValidation(String... paths) {
    return with("corpus.validation", List.of(paths));
  }

  /**
   * Returns these settings with a dataset as validation data, in place of {@code
   * corpus.validation}. Its rows are computed once in each run.
   */
  public Settings withValidation(Dataset<Row> rows) {
    return withDataset("corpus.validation", rows);
  }

  /** Returns these settings with other test data, {@code corpus.test}. */
  public Settings withTest(String... paths) {
    return with("corpus.test", List.of(paths));
  }

  /**
   * Returns these settings with a dataset as test data, in place of {@code corpus.test}. Its rows
   * are computed once in each run.
   */
  public Settings withTest(Dataset<Row> rows) {
    return withDataset("corpus.test", rows);
  }

  /** Returns these settings with another directory of the run, {@code run.dir}. */
  public Settings withRun(String directory) {
    return with("run.dir", directory);
  }

  /**
   * Checks these settings and returns all keys with their values as JSON, which is itself a valid
   * configuration file.
   *
   * @throws UnfoldException of kind {@code CONFIGURATION} with a line for each wrong value
   */
  public String describe() {
    return Calls.explained(
        () ->
            SettingsWriter.write(reader(new Configuration()).withoutWarnings().read(file, values)));
  }

  /**
   * @param hadoop used if the file is on a Hadoop file system
   */
  private static SettingsReader reader(Configuration hadoop) {
    return new SettingsReader(System.getenv(), () -> hadoop);
  }

  /**
   * Returns the validated settings, with the names of datasets as tables.
   *
   * @param hadoop used if the file is on a Hadoop file system
   * @param tables gets the datasets
   */
  UnfoldSettings read(Configuration hadoop, ProgramTables tables) {
    Map<String, Object> named = new LinkedHashMap<>(values);
    datasets.forEach((key, rows) -> named.put(key, List.of(tables.add(purpose(key), rows))));
    return reader(hadoop).read(file, named);
  }

  private static String purpose(String key) {
    String corpus = key.substring(key.indexOf('.') + 1);
    return corpus.equals("train") ? "training" : corpus;
  }
}
