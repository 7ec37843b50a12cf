package dev.unfold.driver.configuration;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;

/** Thrown if a value of a configuration does not have the type of its setting. */
final class WrongValueException extends Exception {
  private static final long serialVersionUID = 1L;

  WrongValueException(ConfigValue value, String expected) {
    super("expected " + expected + ", found " + describe(value));
  }

  private static String describe(ConfigValue value) {
    return switch (value.valueType()) {
      case OBJECT -> "a section";
      case NUMBER -> asWritten(value);
      case STRING, BOOLEAN, LIST, NULL -> value.render(ConfigRenderOptions.concise());
    };
  }

  /** Returns a text, number or boolean as it is written in the file. */
  static String asWritten(ConfigValue scalar) {
    return scalar.atKey("value").getString("value");
  }
}
