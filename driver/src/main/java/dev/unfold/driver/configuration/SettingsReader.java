package dev.unfold.driver.configuration;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import dev.unfold.driver.configuration.effect.IneffectiveSettings;
import dev.unfold.worker.settings.EvaluationSettings;
import dev.unfold.worker.settings.UnfoldSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads configurations: the command line overrides the file, the file {@code defaults.conf}.
 *
 * <p>Every error is a {@link ConfigurationException}. Its message has one line for each fault, with
 * the key, its location, the expected and the actual value.
 */
public final class SettingsReader {
  /** The resource with every key, its documentation and its default. */
  public static final String DEFAULTS = DefaultSettings.RESOURCE;

  private static final Logger LOG = LoggerFactory.getLogger(SettingsReader.class);
  private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{\\??([^}]*)}");

  private final Map<String, String> environment;
  private final ConfigurationFiles files;
  private final boolean warns;

  /**
   * @param environment the variables to which <code>${NAME}</code> refers
   * @param hadoop used only if a configuration is on a Hadoop file system
   */
  public SettingsReader(Map<String, String> environment, Supplier<Configuration> hadoop) {
    this(Map.copyOf(environment), new ConfigurationFiles(hadoop), true);
  }

  private SettingsReader(Map<String, String> environment, ConfigurationFiles files, boolean warns) {
    this.environment = environment;
    this.files = files;
    this.warns = warns;
  }

  /**
   * Returns a reader that does not warn of settings without effect, for settings that are only
   * looked at: the run that uses them warns.
   */
  public SettingsReader withoutWarnings() {
    return new SettingsReader(environment, files, false);
  }

  /**
   * Reads a file.
   *
   * @param path relative to the working directory, or with the scheme of a Hadoop file system
   * @param overrides {@code key=value}; later ones override earlier ones
   * @throws ConfigurationException if anything is wrong with the file or the overrides
   */
  public UnfoldSettings read(String path, List<String> overrides) {
    List<ConfigurationFault> faults = new ArrayList<>();
    return bind(
        CommandLineOverrides.parse(overrides, CommandLineOverrides.OPTION)
            .withFallback(files.parse(path, faults)),
        path,
        faults);
  }

  /**
   * Reads the values that a program sets.
   *
   * @param path a file whose values they override, as in {@link #read(String, List)}; or none
   * @param values by key: texts, numbers, booleans, and lists and maps of them
   * @throws ConfigurationException if anything is wrong with the file or the values
   */
  public UnfoldSettings read(Optional<String> path, Map<String, ?> values) {
    List<ConfigurationFault> faults = new ArrayList<>();
    Config file = path.map(name -> files.parse(name, faults)).orElse(ConfigFactory.empty());
    return bind(
        ProgramValues.of(values).withFallback(file), path.orElse(ProgramValues.ORIGIN), faults);
  }

  /**
   * Reads a text, such as that of {@link SettingsWriter}.
   *
   * @param description names the text in error messages
   * @throws ConfigurationException if anything is wrong with it
   */
  public UnfoldSettings readText(String text, String description) {
    List<ConfigurationFault> faults = new ArrayList<>();
    Config parsed = ConfigurationFiles.parseText(text, description, faults);
    return bind(parsed, description, faults);
  }

  /**
   * Returns the values of assignments by their keys, of which later ones override earlier ones.
   *
   * @param assignments {@code key=value}, as on the command line
   * @param origin what has them, for messages
   * @throws ConfigurationException if one does not have this form
   */
  public static Map<String, Object> values(List<String> assignments, String origin) {
    Map<String, Object> values = new LinkedHashMap<>();
    CommandLineOverrides.parse(assignments, origin)
        .entrySet()
        .forEach(entry -> values.put(entry.getKey(), entry.getValue().unwrapped()));
    return values;
  }

  /** Returns the default settings for the evaluation of a corpus. */
  public static EvaluationSettings defaultEvaluation() {
    return RecordBinder.bind(
        DEFAULTS, EvaluationSettings.class, DefaultSettings.read().root(), "evaluation");
  }

  private UnfoldSettings bind(Config config, String description, List<ConfigurationFault> faults) {
    Config defaults = DefaultSettings.read();
    Config merged = resolve(config.withFallback(defaults));
    faults.addAll(new KnownKeys(UnfoldSettings.class).unknown(merged.root()));
    Config restored = DefaultSettings.restore(merged, defaults);
    UnfoldSettings settings = new SettingsBinder(description, restored, defaults).bind(faults);
    if (warns) {
      warnOfIneffective(restored, defaults);
    }
    return settings;
  }

  private static void warnOfIneffective(Config settings, Config defaults) {
    for (IneffectiveSettings.Ineffective setting :
        new IneffectiveSettings(settings, defaults).find()) {
      ConfigOrigin origin = ValueOrigins.of(settings.getValue(setting.key()));
      LOG.warn("{}", ValueOrigins.locate(origin, setting.message()));
    }
  }

  /** Returns the full keys of all settings and sections. */
  public static SortedSet<String> keys() {
    return new KnownKeys(UnfoldSettings.class).all();
  }

  private Config resolve(Config config) {
    try {
      return config.resolve(
          ConfigResolveOptions.noSystem().appendResolver(new Environment(environment)));
    } catch (ConfigException.UnresolvedSubstitution e) {
      Matcher name = SUBSTITUTION.matcher(e.getMessage());
      String substitution = name.find() ? name.group() : "a substitution";
      String message = substitution + " is neither a key nor an environment variable that is set";
      throw new ConfigurationException(
          e.origin() == null ? message : ValueOrigins.locate(e.origin(), message), e);
    } catch (ConfigException e) {
      throw new ConfigurationException(ValueOrigins.locate(e), e);
    }
  }

  private record Environment(Map<String, String> variables) implements ConfigResolver {
    @Override
    public ConfigValue lookup(String path) {
      String value = variables.get(path);
      return value == null ? null : ConfigValueFactory.fromAnyRef(value, "environment");
    }

    @Override
    public ConfigResolver withFallback(ConfigResolver fallback) {
      return this;
    }
  }
}
