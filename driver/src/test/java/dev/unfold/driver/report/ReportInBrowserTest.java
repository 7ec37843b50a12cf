package dev.unfold.driver.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unfold.driver.report.Browser.Seen;
import dev.unfold.worker.settings.Metric;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser: no errors, and every curve is on the screen. */
class ReportInBrowserTest {
  private static final String SAMPLE =
      "</script><script>document.title = 'taken over'</script><img src=x onerror=alert(1)>";
  private static final Pattern PROBE = Pattern.compile("<pre id=\"probe\">(.*?)</pre>");

  @TempDir private Path folder;
  private Browser browser;

  @BeforeEach
  void findBrowser() throws IOException {
    Optional<Browser> found = Browser.find(Files.createDirectory(folder.resolve("profile")));
    assumeTrue(found.isPresent(), "there is no Chromium on the PATH to look at reports with");
    browser = found.get();
  }

  @Test
  void everyCurveIsDrawn() throws Exception {
    Seen seen = browser.open(page(300, 6), 1200, false);
    JsonNode probe = probe(seen);
    assertThat(seen.console()).isEmpty();
    assertThat(probe.get("curves").properties())
        .extracting(Map.Entry::getKey)
        .containsExactly(
            "Loss / training, by rounds",
            "Loss / training, by epochs",
            "Loss / validation",
            "Validation: accuracy / accuracy",
            "Learning rate / rate",
            "Gradient norm / norm",
            "Clipped updates / clipped",
            "Tokens per second / tokens/s",
            "Time of a round / averaging",
            "Time of a round / scheduling",
            "Time of a round / serializing",
            "Time of a round / computing",
            "Divergence of the shards / the highest",
            "Divergence of the shards / all shards",
            "Divergence of the shards / the lowest");
    assertDrawn(probe);
    assertThat(seen.dom())
        .contains("<title>run – Unfold run</title>", "&lt;/script&gt;&lt;script&gt;document.title")
        .contains("The challenger is promoted.", "accuracy (decides)", "shard 1", "adam");
  }

  @Test
  void aLongRunFitsAPhoneInTheDark() throws Exception {
    Seen seen = browser.open(page(5000, 40), 360, true);
    JsonNode probe = probe(seen);
    assertThat(seen.console()).isEmpty();
    assertThat(probe.get("width").intValue()).isLessThanOrEqualTo(360);
    assertThat(probe.get("scrollWidth")).isEqualTo(probe.get("width"));
    assertThat(probe.get("background").textValue()).isEqualTo("rgb(13, 17, 23)");
    assertDrawn(probe);
    assertThat(seen.dom()).contains("Each point is the mean of 8 rounds");
  }

  @Test
  void aRunThatHasJustBegunIsShownToo() throws Exception {
    Seen seen = browser.open(page(0, 0), 800, false);
    assertThat(seen.console()).isEmpty();
    assertThat(seen.dom()).contains("No round has ended yet.", "Not counted in this run.");
  }

  @Test
  void errorsOfAPageWouldBeSeen() throws Exception {
    Path page = folder.resolve("bad.html");
    Files.writeString(page, "<script>console.log('said'); throw new Error('thrown')</script>");
    assertThat(browser.open(page, 800, false).console())
        .anyMatch(line -> line.contains("said"))
        .anyMatch(line -> line.contains("thrown"));
  }

  private static void assertDrawn(JsonNode probe) {
    probe
        .get("curves")
        .properties()
        .forEach(
            curve ->
                assertThat(curve.getValue().intValue())
                    .as("pixels of %s", curve.getKey())
                    .isGreaterThan(100));
  }

  private static JsonNode probe(Seen seen) throws IOException {
    Matcher found = PROBE.matcher(seen.dom());
    assertThat(found.find()).as("the page was drawn: %s", seen.console()).isTrue();
    return new ObjectMapper().readTree(found.group(1));
  }

  /** A report with so many rounds and epochs, and with the probe behind it. */
  private Path page(int rounds, int epochs) throws IOException {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("standing", Map.of("run", "file:/runs/run", "epochsDone", epochs, "round", rounds));
    data.put("attempts", List.of(Map.of("attempt", 1, "outcome", "finished", "message", "")));
    data.put("settings", Map.of("training.clip.norm", 5.0, "training.optimizer.kind", "adam"));
    data.put("metrics", curves(rounds, epochs).describe());
    data.put("samples", Map.of("1.0", SAMPLE));
    data.put("written", "2026-01-01T00:00:00Z");
    data.put("comparison", comparison().describe());
    String html = new String(ReportPage.of(data), StandardCharsets.UTF_8);
    try (InputStream probe = ReportInBrowserTest.class.getResourceAsStream("probe.js")) {
      String script = new String(probe.readAllBytes(), StandardCharsets.UTF_8);
      html = html.replace("</body>", "<script>" + script + "</script></body>");
    }
    return Files.writeString(folder.resolve("report.html"), html);
  }

  private static Curves curves(int rounds, int epochs) {
    Curves curves = new Curves();
    for (long round = 1; round <= rounds; round++) {
      curves.read("", MetricLines.line("round", round, MetricLines.round(round)));
      if (round % (rounds / epochs) == 0) {
        long epoch = round / (rounds / epochs);
        curves.read("", MetricLines.line("epoch", round, MetricLines.epoch(epoch)));
      }
    }
    return curves;
  }

  private static Comparison comparison() {
    return new Comparison(
        "data/held-out.json",
        Metric.ACCURACY,
        new Comparison.Scored("version 3", Map.of("accuracy", 0.8, "loss", 1.25)),
        new Comparison.Scored("version 4", Map.of("accuracy", 0.9, "loss", 1.5)),
        true,
        "Promoted: better by 0.1");
  }
}
