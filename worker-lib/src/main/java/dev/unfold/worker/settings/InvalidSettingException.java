package dev.unfold.worker.settings;

/** A setting that cannot be honoured; the message names the key, what was expected and found. */
public final class InvalidSettingException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String key;

  public InvalidSettingException(String key, String expected, Object found) {
    super(key + ": expected " + expected + ", found " + found);
    this.key = key;
  }

  /** The full key in the configuration file, such as {@code training.batch}. */
  public String key() {
    return key;
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
