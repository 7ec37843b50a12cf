package dev.unfold.worker.settings;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Settings that cannot be honored; the message has a line for each, which names the key, what was
 * expected and what was found.
 */
public final class InvalidSettingException extends IllegalArgumentException
    implements ClassifiedError {
  private static final long serialVersionUID = 1L;

  private final List<Problem> problems;

  /**
   * A value that cannot be honored.
   *
   * @param key the full key in the configuration file, such as {@code training.batch}
   * @param otherKeys those of the other settings that it does not go together with
   * @param message names the key, what was expected and what was found
   */
  public record Problem(String key, List<String> otherKeys, String message)
      implements Serializable {
    public Problem {
      otherKeys = List.copyOf(otherKeys);
    }
  }

  public InvalidSettingException(String key, String expected, Object found) {
    this(List.of(problem(key, expected, found)));
  }

  InvalidSettingException(List<Problem> problems) {
    super(problems.stream().map(Problem::message).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  static Problem problem(String key, String expected, Object found, String... otherKeys) {
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
   * Refuses a value.
   *
   * @throws InvalidSettingException unless it is valid
   */
  public static void require(boolean valid, String key, String expected, Object found) {
    if (!valid) {
      throw new InvalidSettingException(key, expected, found);
    }
  }
}
