package dev.unfold.worker.settings.corpus;

import java.util.ArrayList;
import java.util.List;

/**
 * Whitespace, which separates words in texts, values of tables, columns of CoNLL, prompts and
 * settings.
 *
 * <p>It includes the characters of {@link Character#isWhitespace(int)}, which are Unicode's space,
 * line and paragraph separators, the tab, the line feed, the vertical tab, the form feed, the
 * carriage return and U+001C to U+001F, and the no-break spaces U+00A0, U+2007 and U+202F. The
 * control character U+0085, the zero-width space U+200B and the byte order mark U+FEFF are not
 * whitespace.
 */
public final class Whitespace {
  private Whitespace() {}

  /** Returns whether a code point is whitespace. */
  public static boolean is(int codePoint) {
    return Character.isWhitespace(codePoint)
        || codePoint == 0x00A0
        || codePoint == 0x2007
        || codePoint == 0x202F;
  }

  /** Returns whether a text has only whitespace. */
  public static boolean isBlank(String text) {
    return text.codePoints().allMatch(Whitespace::is);
  }

  /** Returns a text without leading and trailing whitespace. */
  public static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && is(text.codePointAt(start))) {
      start += Character.charCount(text.codePointAt(start));
    }
    while (start < end && is(text.codePointBefore(end))) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return text.substring(start, end);
  }

  /** Returns the words of a text in order. */
  public static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int start = 0;
    int position = 0;
    while (position < text.length()) {
      int codePoint = text.codePointAt(position);
      int next = position + Character.charCount(codePoint);
      if (is(codePoint)) {
        if (start < position) {
          words.add(text.substring(start, position));
        }
        start = next;
      }
      position = next;
    }
    if (start < position) {
      words.add(text.substring(start));
    }
    return words;
  }
}
