package dev.unfold.jobs.configuration;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;

/** A value of a configuration that is not of the type of its setting. */
final class WrongValueException extends Exception {
  private static final long serialVersionUID = 1L;

  WrongValueException(ConfigValue value, String expected) {
    super("expected " + expected + ", found " + found(value));
  }

  private static String found(ConfigValue value) {
    return switch (value.valueType()) {
      case OBJECT -> "a section";
      case NUMBER -> ValueReader.asWritten(value);
      case STRING, BOOLEAN, LIST, NULL -> value.render(ConfigRenderOptions.concise());
    };
  }
}
