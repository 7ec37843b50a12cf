package dev.unfold.worker.settings.validation;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Thrown if settings are invalid; the message has a line for each of them, which names the key, the
 * expected value and the actual one.
 */
public final class InvalidSettingException extends IllegalArgumentException
    implements ClassifiedError {
  private static final long serialVersionUID = 1L;

  private final List<Problem> problems;

  /**
   * An invalid value.
   *
   * @param key the full key in the configuration file, such as {@code training.batch}
   * @param otherKeys the keys of other settings that it conflicts with
   * @param message the message, which names the key, the expected value and the actual one
   */
  public record Problem(String key, List<String> otherKeys, String message)
      implements Serializable {
    public Problem {
      otherKeys = List.copyOf(otherKeys);
    }
  }

  public InvalidSettingException(String key, String expected, Object actual) {
    this(List.of(problem(key, expected, actual)));
  }

  InvalidSettingException(List<Problem> problems) {
    super(problems.stream().map(Problem::message).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  static Problem problem(String key, String expected, Object actual, String... otherKeys) {
    Object found = actual instanceof Enum<?> constant ? SettingKeys.of(constant) : actual;
    String message = key + ": expected " + expected + ", found " + found;
    return new Problem(key, List.of(otherKeys), message);
  }

  /** Returns all invalid values, at least one. */
  public List<Problem> problems() {
    return problems;
  }

  @Override
  public ErrorKind kind() {
    return ErrorKind.CONFIGURATION;
  }

  /**
   * Rejects an invalid value.
   *
   * @throws InvalidSettingException unless {@code valid} is set
   */
  public static void require(boolean valid, String key, String expected, Object actual) {
    if (!valid) {
      throw new InvalidSettingException(key, expected, actual);
    }
  }
}
