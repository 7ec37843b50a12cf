package dev.unfold.api;

import dev.unfold.driver.configuration.SettingsReader;
import dev.unfold.driver.configuration.SettingsWriter;
import dev.unfold.worker.settings.UnfoldSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * The settings of a run, immutable and safe for use by several threads. They have the keys of a
 * configuration file; keys that are not set have the defaults of the command line.
 *
 * <p>Values are checked when the settings are used, all of them together, as those of a file.
 */
public final class Settings {
  private final Optional<String> file;
  private final Map<String, Object> values;

  private Settings(Optional<String> file, Map<String, Object> values) {
    this.file = file;
    this.values = values;
  }

  /** Returns the default settings; {@code corpus.train} and {@code run.dir} have no default. */
  public static Settings defaults() {
    return new Settings(Optional.empty(), Map.of());
  }

  /**
   * Returns the settings of a configuration file, which is read when they are used.
   *
   * @param file a path relative to the working directory, or one with the scheme of a Hadoop file
   *     system
   */
  public static Settings ofFile(String file) {
    return new Settings(Optional.of(file), Map.of());
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
    return new Settings(file, changed);
  }

  /**
   * Returns these settings with other training data, {@code corpus.train}.
   *
   * @param paths files, folders or globs of a text or a table
   */
  public Settings withTraining(String... paths) {
    return with("corpus.train", List.of(paths));
  }

  /** Returns these settings with other validation data, {@code corpus.validation}. */
  public Settings withValidation(String... paths) {
    return with("corpus.validation", List.of(paths));
  }

  /** Returns these settings with other test data, {@code corpus.test}. */
  public Settings withTest(String... paths) {
    return with("corpus.test", List.of(paths));
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
    return Calls.explained(() -> SettingsWriter.write(read(new Configuration())));
  }

  /**
   * Returns the validated settings.
   *
   * @param hadoop used if the file is on a Hadoop file system
   */
  UnfoldSettings read(Configuration hadoop) {
    return new SettingsReader(System.getenv(), () -> hadoop).read(file, values);
  }
}
