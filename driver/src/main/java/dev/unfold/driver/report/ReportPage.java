package dev.unfold.driver.report;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.unfold.worker.model.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The HTML file of a report. It is self-contained, with the library that draws the charts, the data
 * as JSON, and the script that displays the data. All user input is in the JSON, and the script
 * inserts it into the page as text, never as HTML.
 */
final class ReportPage {
  private static final String PAGE = "page.html";
  private static final String DATA = "data";

  /** A placeholder for a resource next to this class, or for the data. */
  private static final Pattern PLACEHOLDER = Pattern.compile("@\\{([A-Za-z.-]+)}");

  /**
   * The characters that could end a script element, begin a comment or, in old browsers, break a
   * line.
   */
  private static final Pattern UNSAFE = Pattern.compile("[<>&\u2028\u2029]");

  private static final JsonMapper JSON =
      Json.newMapper().rebuild().disable(SerializationFeature.INDENT_OUTPUT).build();

  private ReportPage() {}

  /** Returns the page with the given data. */
  static byte[] of(Map<String, Object> data) throws IOException {
    StringBuilder page = new StringBuilder();
    Matcher placeholders = PLACEHOLDER.matcher(resource(PAGE));
    while (placeholders.find()) {
      String name = placeholders.group(1);
      String content = name.equals(DATA) ? json(data) : resource(name);
      placeholders.appendReplacement(page, Matcher.quoteReplacement(content));
    }
    return placeholders.appendTail(page).toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String json(Map<String, Object> data) throws IOException {
    return UNSAFE.matcher(JSON.writeValueAsString(data)).replaceAll(ReportPage::escape);
  }

  /** Escapes an unsafe character, which can only occur inside a JSON string. */
  private static String escape(MatchResult match) {
    return String.format(Locale.ROOT, "\\\\u%04x", (int) match.group().charAt(0));
  }

  private static String resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ReportPage.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
