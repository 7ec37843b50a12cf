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
 * The HTML file: a page that needs no other file, with the library that draws the charts, what is
 * to be shown as JSON, and the script that shows it. All that comes from users is in the JSON, and
 * the script writes it into the page as text, never as HTML.
 */
final class ReportPage {
  private static final String PAGE = "page.html";
  private static final String DATA = "data";

  /** Stands for a file beside this class, or for the data. */
  private static final Pattern PLACE = Pattern.compile("@\\{([A-Za-z.-]+)}");

  /**
   * The characters that could end a script element, begin a comment or, in old browsers, break a
   * line.
   */
  private static final Pattern UNSAFE = Pattern.compile("[<>&\u2028\u2029]");

  private static final JsonMapper JSON =
      Json.newMapper().rebuild().disable(SerializationFeature.INDENT_OUTPUT).build();

  private ReportPage() {}

  /** Returns the page with the data in it. */
  static byte[] of(Map<String, Object> data) throws IOException {
    StringBuilder page = new StringBuilder();
    Matcher places = PLACE.matcher(resource(PAGE));
    while (places.find()) {
      String name = places.group(1);
      String content = name.equals(DATA) ? json(data) : resource(name);
      places.appendReplacement(page, Matcher.quoteReplacement(content));
    }
    return places.appendTail(page).toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String json(Map<String, Object> data) throws IOException {
    return UNSAFE.matcher(JSON.writeValueAsString(data)).replaceAll(ReportPage::escape);
  }

  /** Escapes an unsafe character, which can only occur inside a JSON string. */
  private static String escape(MatchResult found) {
    return String.format(Locale.ROOT, "\\\\u%04x", (int) found.group().charAt(0));
  }

  private static String resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ReportPage.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
