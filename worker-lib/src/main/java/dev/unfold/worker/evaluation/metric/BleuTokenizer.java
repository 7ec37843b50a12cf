package dev.unfold.worker.evaluation.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The tokenizer {@code 13a} of sacreBLEU, which is that of {@code mteval-v13a}: ASCII punctuation
 * and symbols are tokens of their own, except a period or comma between digits, a hyphen that does
 * not follow a digit, and the apostrophe.
 */
final class BleuTokenizer {
  /** The ASCII characters except letters, digits, controls, and the four characters ' , - and . */
  private static final Pattern SYMBOL = Pattern.compile("[{-~\\[-` -\\&(-+:-@/]");

  private static final Pattern POINT_AFTER_OTHER = Pattern.compile("([^0-9])([.,])");
  private static final Pattern POINT_BEFORE_OTHER = Pattern.compile("([.,])([^0-9])");
  private static final Pattern HYPHEN_AFTER_DIGIT = Pattern.compile("([0-9])(-)");

  private BleuTokenizer() {}

  static List<String> tokens(String text) {
    String line = " " + unescape(text.substring(0, endOfText(text))) + " ";
    line = SYMBOL.matcher(line).replaceAll(" $0 ");
    line = POINT_AFTER_OTHER.matcher(line).replaceAll("$1 $2 ");
    line = POINT_BEFORE_OTHER.matcher(line).replaceAll(" $1 $2");
    line = HYPHEN_AFTER_DIGIT.matcher(line).replaceAll("$1 $2 ");
    return split(line);
  }

  private static String unescape(String text) {
    return text.replace("<skipped>", "")
        .replace("-\n", "")
        .replace("\n", " ")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
        .replace("&lt;", "<")
        .replace("&gt;", ">");
  }

  private static int endOfText(String text) {
    int end = text.length();
    while (end > 0 && isWhiteSpace(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  private static List<String> split(String line) {
    List<String> tokens = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < line.length(); i++) {
      if (isWhiteSpace(line.charAt(i))) {
        if (i > start) {
          tokens.add(line.substring(start, i));
        }
        start = i + 1;
      }
    }
    return tokens;
  }

  /**
   * Returns whether Python's {@code str.split} splits at a character; all such characters are below
   * U+10000.
   */
  private static boolean isWhiteSpace(char character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || character == '\u0085';
  }
}
