package dev.unfold.driver.configuration;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds unquoted values that HOCON silently truncates: it treats a {@code #} or {@code //} directly
 * after them, and the text that follows, as a comment.
 */
final class TruncatedValueCheck {
  private static final String QUOTES = "\"\"\"";
  private static final String BETWEEN_VALUES = "{}[],:=";

  private final String text;
  private final String file;
  private final List<ConfigurationFault> faults = new ArrayList<>();
  private int position;
  private int line = 1;

  /** The start of the unquoted value at the position; -1 outside of one. */
  private int value = -1;

  private TruncatedValueCheck(String text, String file) {
    this.text = text;
    this.file = file;
  }

  /**
   * Returns a fault for each truncated value of a text.
   *
   * @param file names the text
   */
  static List<ConfigurationFault> in(String text, String file) {
    TruncatedValueCheck check = new TruncatedValueCheck(text, file);
    while (check.position < text.length()) {
      check.step();
    }
    return check.faults;
  }

  private void step() {
    char next = text.charAt(position);
    if (next == '"') {
      skipQuoted();
      value = -1;
    } else if (next == '#' || text.startsWith("//", position)) {
      endAtComment(next == '#' ? "#" : "//");
    } else if (text.startsWith("${", position)) {
      beginValue();
      skipTo("}");
    } else if (Character.isWhitespace(next) || BETWEEN_VALUES.indexOf(next) >= 0) {
      line += next == '\n' ? 1 : 0;
      value = -1;
      position++;
    } else {
      beginValue();
      position++;
    }
  }

  private void beginValue() {
    value = value < 0 ? position : value;
  }

  private void endAtComment(String sign) {
    boolean url = position > 1 && sign.equals("//") && text.charAt(position - 1) == ':';
    if (value >= 0) {
      faults.add(
          ConfigurationFault.atLine(
              file,
              line,
              String.format(
                  "%s starts a comment here, which leaves only %s of the value; put the value in"
                      + " quotes, or white space before a comment",
                  sign, text.substring(value, position))));
    } else if (url && Character.isLetterOrDigit(text.charAt(position - 2))) {
      faults.add(
          ConfigurationFault.atLine(file, line, "// starts a comment here; put a URL in quotes"));
    }
    value = -1;
    int end = text.indexOf('\n', position);
    position = end < 0 ? text.length() : end;
  }

  private void skipQuoted() {
    if (text.startsWith(QUOTES, position)) {
      position += QUOTES.length();
      skipTo(QUOTES);
      return;
    }
    position++;
    while (position < text.length() && "\"\n".indexOf(text.charAt(position)) < 0) {
      position += text.charAt(position) == '\\' ? 2 : 1;
    }
    position = Math.min(position, text.length());
    if (position < text.length() && text.charAt(position) == '"') {
      position++;
    }
  }

  private void skipTo(String end) {
    int index = text.indexOf(end, position);
    int next = index < 0 ? text.length() : index + end.length();
    line += (int) text.substring(position, next).chars().filter(c -> c == '\n').count();
    position = next;
  }
}
