package dev.unfold.ml.python;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The documentation of Java classes and methods, from their source.
 *
 * @param folder the folder of the packages
 */
record JavaSources(Path folder) {
  private static final String COMMENT = "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@\\w+\\s+)*";

  /** Returns the documentation of a type, without those of its type parameters. */
  String documentation(Class<?> type) {
    return plain(
        find(type, COMMENT + "public [a-z ]*(?:class|interface) " + type.getSimpleName() + "\\b"));
  }

  /** Returns the documentation of a method. */
  String documentation(Class<?> type, Method method) {
    return plain(find(type, COMMENT + "[^;{}]*?\\b" + method.getName() + "\\("));
  }

  /** Returns where a method is declared. */
  int position(Class<?> type, Method method) {
    String text = text(type);
    int at = text.indexOf(" " + method.getName() + "(");
    return at < 0 ? text.length() : at;
  }

  private String find(Class<?> type, String pattern) {
    Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(text(type));
    if (!matcher.find()) {
      throw new IllegalStateException("no documentation in " + type + " for " + pattern);
    }
    return matcher.group(1);
  }

  private String text(Class<?> type) {
    Path file = folder.resolve(type.getName().replace('.', '/') + ".java");
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String plain(String comment) {
    return comment
        .replaceAll("\\n\\s*\\*", "\n")
        .replaceAll("(?s)\\n\\s*@.*", "")
        .replaceAll("(?s)\\{@\\w+\\s+([^}]*)}", "`$1`")
        .replace("<p>", "")
        .replaceAll("\\s+", " ")
        .strip();
  }
}
