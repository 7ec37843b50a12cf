package dev.unfold.worker.settings.validation;

/** A value of a setting that a configuration writes in one of several ways. */
public interface PlainSetting {
  /**
   * Returns the value as a configuration has it: a text, a number, or a map from texts to numbers.
   */
  Object plain();
}
