package dev.unfold.jobs.configuration;

import java.lang.reflect.RecordComponent;
import java.util.Locale;

/** How names in Java are written in a configuration file. */
final class SettingNames {
  private SettingNames() {}

  /** The key of a component: {@code learningRate} is {@code learning-rate}. */
  static String of(RecordComponent component) {
    return component.getName().replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  /** The value of a constant: {@code LANGUAGE_MODEL} is {@code language-model}. */
  static String of(Enum<?> constant) {
    return constant.name().replace('_', '-').toLowerCase(Locale.ROOT);
  }

  /** The key inside a section; the section of the root is empty. */
  static String join(String section, String key) {
    return section.isEmpty() ? key : section + "." + key;
  }
}
