package dev.unfold.worker.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of a file format, written as {@code major.minor}. A reader supports every minor
 * version of its own major version.
 */
public record FormatVersion(int major, int minor) {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,6})\\.([0-9]{1,6})");

  /**
   * Parses {@code major.minor}.
   *
   * @throws IllegalArgumentException if the text is not a version
   */
  @JsonCreator
  public static FormatVersion parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "expected a version as major.minor, found " + ModelFormatException.quote(text));
    }
    return new FormatVersion(
        Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /** Returns whether a reader of this version supports files of another version. */
  public boolean reads(FormatVersion file) {
    return file.major() == major;
  }

  @JsonValue
  @Override
  public String toString() {
    return major + "." + minor;
  }
}
