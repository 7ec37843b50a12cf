package dev.unfold.driver.configuration;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Thrown if a configuration cannot be read. The message has one line for each fault with its
 * location, the expected and the actual value.
 */
public final class ConfigurationException extends RuntimeException implements ClassifiedError {
  private static final long serialVersionUID = 1L;

  private final List<ConfigurationFault> faults;

  public ConfigurationException(String message) {
    super(message);
    faults = List.of();
  }

  public ConfigurationException(String message, Throwable cause) {
    super(message, cause);
    faults = List.of();
  }

  ConfigurationException(List<ConfigurationFault> faults) {
    super(
        faults.stream()
            .sorted(ConfigurationFault.BY_PLACE)
            .map(ConfigurationFault::message)
            .distinct()
            .collect(Collectors.joining("\n")));
    this.faults = List.copyOf(faults);
  }

  /** Returns the individual faults; empty if the configuration could not even be parsed. */
  List<ConfigurationFault> faults() {
    return faults;
  }

  @Override
  public ErrorKind kind() {
    return ErrorKind.CONFIGURATION;
  }
}
