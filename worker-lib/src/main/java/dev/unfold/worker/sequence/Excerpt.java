package dev.unfold.worker.sequence;

/** Shortens text for a line of a message. */
public final class Excerpt {
  private static final int MAX_CHARACTERS = 120;

  private Excerpt() {}

  /** Returns a text, or the beginning of a long one, with its line breaks as escapes. */
  public static String of(String text) {
    String shown =
        text.length() <= MAX_CHARACTERS
            ? text
            : text.substring(0, text.offsetByCodePoints(0, MAX_CHARACTERS / 2)) + "…";
    return oneLine(shown);
  }

  /** Returns a text with its line breaks as escapes. */
  public static String oneLine(String text) {
    return text.replace("\r", "\\r").replace("\n", "\\n");
  }
}
