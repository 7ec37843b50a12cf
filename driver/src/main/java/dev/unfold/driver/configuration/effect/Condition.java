package dev.unfold.driver.configuration.effect;

import com.typesafe.config.Config;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The condition under which settings have an effect: that another setting has one of some values.
 *
 * @param keys the full keys of the settings, or of sections with all settings in them
 * @param other the full key of the other setting
 * @param values the values of the other setting with which they have an effect
 */
record Condition(List<String> keys, String other, List<String> values) {
  Condition {
    keys = List.copyOf(keys);
    values = List.copyOf(values);
  }

  /** Returns the condition of settings of one section. */
  static Condition of(String section, List<String> names, String other, String... values) {
    List<String> keys = names.stream().map(name -> section + "." + name).toList();
    return new Condition(keys, section + "." + other, List.of(values));
  }

  boolean holds(Config settings) {
    return values.contains(text(settings));
  }

  private String text(Config settings) {
    return String.valueOf(settings.getValue(other).unwrapped());
  }

  /** Returns the keys of single settings, also of those in sections. */
  Stream<String> settings(Config defaults) {
    return defaults.entrySet().stream()
        .map(entry -> entry.getKey())
        .filter(
            key -> keys.stream().anyMatch(part -> key.equals(part) || key.startsWith(part + ".")))
        .sorted();
  }

  /** Returns why a setting has no effect, as a part of a sentence. */
  String reason(Config settings) {
    return other
        + " = "
        + text(settings)
        + ", only with "
        + values.stream().collect(Collectors.joining(" or "));
  }
}
