package dev.unfold.worker.settings;

/** A setting that cannot be honoured; the message names the key, what was expected and found. */
public final class InvalidSettingException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InvalidSettingException(String key, String expected, Object found) {
    super(key + ": expected " + expected + ", found " + found);
  }

  static void require(boolean valid, String key, String expected, Object found) {
    if (!valid) {
      throw new InvalidSettingException(key, expected, found);
    }
  }
}
