package dev.unfold.driver.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReportPageTest {
  private static final String HOSTILE =
      "</script><script>alert(1)</script><!-- <img src=x onerror=alert(2)> & @{report.js} $1 \\"
          + "\u2028\u2029 \ud83d\ude00 \"'";

  @Test
  void theDataIsEscaped() throws IOException {
    Map<String, Object> data = Map.of("samples", Map.of("1.0", HOSTILE), HOSTILE, HOSTILE);
    String page = page(data);
    Matcher match =
        Pattern.compile(
                "<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL)
            .matcher(page);
    assertThat(match.find()).isTrue();
    assertThat(match.group(1)).doesNotContainPattern("[<>&\u2028\u2029]");
    assertThat(new ObjectMapper().readValue(match.group(1), Object.class)).isEqualTo(data);
    assertThat(occurrences(page, "</script")).isEqualTo(3);
    assertThat(occurrences(page, "<script")).isEqualTo(3);
  }

  @Test
  void everythingIsInTheFile() throws IOException {
    String page = page(Map.of());
    assertThat(page)
        .contains("uPlot=function", ".u-legend", "drawAll();", "The MIT License")
        .doesNotContain("@{", "<link rel=\"stylesheet\"", " src=")
        .contains("default-src 'none'");
    assertThat(page.length()).isLessThan(120_000);
  }

  private static String page(Map<String, Object> data) throws IOException {
    return new String(ReportPage.of(data), StandardCharsets.UTF_8);
  }

  private static int occurrences(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }
}
