package dev.unfold.worker.settings.corpus;

import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A data source of Spark, for {@code corpus.format = spark}.
 *
 * @param format the name of the source in Spark, such as {@code delta}
 * @param location the option of the source that gets each entry of {@code corpus.train}
 * @param options further options, each as {@code NAME=VALUE}
 */
public record SourceSettings(String format, String location, List<String> options)
    implements Serializable {
  private static final String MASK = "***";

  /** Matches names of options and of parameters of URLs that have secret values. */
  private static final String SECRET =
      "(?:[\\w.\\-]*(?i:pass|pwd|secret|token|credential|key|signature|sas|auth)[\\w.\\-]*"
          + "|(?<![\\w.\\-])(?i:sig))";

  private static final Pattern SECRET_NAME = Pattern.compile(SECRET);
  private static final Pattern SECRET_PARAMETER =
      Pattern.compile("(" + SECRET + "=)(?:\\{[^}]*\\}|[^&;,\\s]+)");

  /** Matches the password after the name of a user, in URLs and in those of Oracle's driver. */
  private static final Pattern SECRET_OF_USER =
      Pattern.compile("(://[^/@\\s:]*:|jdbc:oracle:\\w+:[^/@\\s:]*/)[^/\\s]+@");

  public SourceSettings {
    SettingChecks checks = new SettingChecks();
    options = List.copyOf(options);
    checks.require(
        !Whitespace.isBlank(location), "corpus.source.location", "the name of an option", "none");
    checks.require(
        options.stream().allMatch(option -> option.indexOf('=') > 0),
        "corpus.source.options",
        "options as \"NAME=VALUE\"",
        "one without a name or without =");
    checks.finish();
  }

  /** Returns no source, as for files and for tables of a catalog. */
  public static SourceSettings none() {
    return new SourceSettings("", "path", List.of());
  }

  /** Checks that a source is given if and only if the format is a data source of Spark. */
  void requireFor(SettingChecks checks, String corpusFormat, boolean needed) {
    checks.require(
        !needed || !format.isEmpty(),
        "corpus.source.format",
        "a data source of Spark where corpus.format is " + corpusFormat,
        "none",
        "corpus.format");
    checks.require(
        needed || equals(none()),
        "corpus.source",
        "no values where corpus.format is " + corpusFormat,
        format.isEmpty() ? "options" : "format = " + format,
        "corpus.format");
  }

  /** Returns the options with the values of secrets replaced. */
  public List<String> optionsWithoutSecrets() {
    return optionsByName().entrySet().stream()
        .map(
            option ->
                option.getKey()
                    + "="
                    + (SECRET_NAME.matcher(option.getKey()).matches()
                        ? MASK
                        : withoutSecrets(option.getValue())))
        .toList();
  }

  /** Returns a text, such as a URL, with the secrets in its parameters replaced. */
  public static String withoutSecrets(String text) {
    String parameters = SECRET_PARAMETER.matcher(text).replaceAll("$1" + MASK);
    return SECRET_OF_USER.matcher(parameters).replaceAll("$1" + MASK + "@");
  }

  /** Returns the options by name, in their order. */
  public Map<String, String> optionsByName() {
    Map<String, String> byName = new LinkedHashMap<>();
    for (String option : options) {
      int end = option.indexOf('=');
      byName.put(option.substring(0, end), option.substring(end + 1));
    }
    return byName;
  }
}
