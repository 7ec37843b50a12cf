package dev.unfold.driver.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unfold.driver.report.HeadlessBrowser.Frame;
import dev.unfold.driver.report.HeadlessBrowser.Seen;
import dev.unfold.worker.evaluation.metric.ConfusionMatrix;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the page in a real browser: it has no errors and shows every curve. */
class ReportInBrowserTest {
  private static final String SAMPLE =
      "</script><script>document.title = 'taken over'</script><img src=x onerror=alert(1)>";

  @TempDir private Path folder;
  private HeadlessBrowser browser;

  @BeforeEach
  void findBrowser() throws IOException {
    Optional<HeadlessBrowser> installed =
        HeadlessBrowser.find(Files.createDirectory(folder.resolve("profile")));
    assumeTrue(installed.isPresent(), "there is no Chromium on the PATH to look at reports with");
    browser = installed.get();
  }

  @Test
  void everyCurveIsDrawnAndANewRunIsShownToo() throws Exception {
    Seen seen = browser.open(false, new Frame(page(300, 6), 1200), new Frame(page(0, 0), 600));
    assertThat(seen.console()).isEmpty();
    assertThat(seen.said()).hasSize(2);
    JsonNode whole = seen.said().get(0);
    assertThat(whole.get("curves").properties())
        .extracting(Map.Entry::getKey)
        .containsExactly(
            "Loss / training, by rounds",
            "Loss / training, by epochs",
            "Loss / validation",
            "Loss / validation, unaveraged",
            "Validation: accuracy / accuracy",
            "Learning rate / rate",
            "Gradient norm / norm",
            "Clipped updates / clipped",
            "Examples per second / examples/s",
            "Time of a round / averaging",
            "Time of a round / scheduling",
            "Time of a round / serializing",
            "Time of a round / computing",
            "Divergence of the shards / the highest",
            "Divergence of the shards / all shards",
            "Divergence of the shards / the lowest");
    assertDrawn(whole);
    assertThat(whole.get("background").textValue()).isEqualTo("rgb(255, 255, 255)");
    assertThat(whole.get("title").textValue()).isEqualTo("run – Unfold run");
    assertThat(whole.get("inlineImages").intValue()).isZero();
    assertThat(whole.get("text").textValue())
        .contains(SAMPLE, "The challenger is promoted.", "accuracy (decides)", "shard 1", "adam")
        .contains("Confusion (test)", "26 others", "Classes (test)", "examples trained")
        .contains("Confusions (validation)", "(inserted)", "1,234")
        .doesNotContainIgnoringCase("perplexity");
    assertThat(whole.get("cells").get("shaded").intValue()).isGreaterThanOrEqualTo(15);
    assertThat(whole.get("cells").get("leastContrast").doubleValue()).isGreaterThan(4.5);
    assertThat(seen.said().get(1).get("text").textValue())
        .contains("No round has ended yet.", "This run did not record it.");
  }

  @Test
  void aLongRunFitsAPhoneInDarkMode() throws Exception {
    Seen seen = browser.open(true, new Frame(page(5000, 40), 360));
    assertThat(seen.console()).isEmpty();
    JsonNode phone = seen.said().get(0);
    assertThat(phone.get("scrollWidth").intValue()).isLessThanOrEqualTo(360);
    assertThat(phone.get("background").textValue()).isEqualTo("rgb(13, 17, 23)");
    assertDrawn(phone);
    assertThat(phone.get("text").textValue()).contains("Each point is the mean of 8 rounds");
    assertThat(phone.get("cells").get("leastContrast").doubleValue()).isGreaterThan(4.5);
  }

  @Test
  void errorsOfAPageAreDetected() throws Exception {
    Path page = folder.resolve("bad.html");
    Files.writeString(page, "<script>console.log('said'); throw new Error('thrown')</script>");
    assertThat(browser.open(false, new Frame(page, 800)).console())
        .anyMatch(line -> line.contains("said"))
        .anyMatch(line -> line.contains("thrown"));
  }

  private static void assertDrawn(JsonNode said) {
    said.get("curves")
        .properties()
        .forEach(
            curve ->
                assertThat(curve.getValue().intValue())
                    .as("pixels of %s", curve.getKey())
                    .isGreaterThan(100));
  }

  /** Returns a report with the given numbers of rounds and epochs, followed by the probe. */
  private Path page(int rounds, int epochs) throws IOException {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("state", Map.of("run", "file:/runs/run", "epochsDone", epochs, "round", rounds));
    data.put("attempts", List.of(Map.of("attempt", 1, "outcome", "finished", "message", "")));
    data.put("settings", Map.of("training.clip.norm", "5.0", "training.optimizer.kind", "adam"));
    data.put("metrics", curves(rounds, epochs).describe());
    data.put("samples", Map.of("1.0", SAMPLE));
    data.put("unit", Map.of("one", "example", "many", "examples", "hasPerplexity", false));
    data.put("model", Map.of("test", Map.of("loss", 0.5, "perplexity", 1.6)));
    data.put(
        "classes",
        Map.of(
            "test",
            ClassificationTables.takeFrom(classifier().describe()),
            "validation",
            Map.of("confusions", List.of(Map.of("predicted", "oh", "count", 1234L)))));
    data.put("written", "2026-01-01T00:00:00Z");
    data.put("comparison", comparison().describe());
    String html = new String(ReportPage.of(data), StandardCharsets.UTF_8);
    try (InputStream probe = ReportInBrowserTest.class.getResourceAsStream("probe.js")) {
      String script = new String(probe.readAllBytes(), StandardCharsets.UTF_8);
      html = html.replace("</body>", "<script>" + script + "</script></body>");
    }
    return Files.writeString(folder.resolve("report-of-" + rounds + ".html"), html);
  }

  /** Returns a confusion matrix of more classes than are shown, with long names. */
  private static ConfusionMatrix classifier() {
    int classes = ClassificationTables.MAX_CONFUSED + 26;
    ConfusionMatrix matrix =
        new ConfusionMatrix(
            IntStream.range(0, classes).mapToObj(id -> "a class with the number " + id).toList());
    for (int id = 0; id < classes; id++) {
      for (int example = 0; example < 200 - id; example++) {
        matrix.add(id, example % 3 == 0 ? (id + example) % classes : id);
      }
    }
    return matrix;
  }

  private static MetricCurves curves(int rounds, int epochs) {
    MetricCurves curves = new MetricCurves();
    for (long round = 1; round <= rounds; round++) {
      curves.read("", MetricLines.line("round", round, MetricLines.round(round)));
      if (round % (rounds / epochs) == 0) {
        long epoch = round / (rounds / epochs);
        curves.read("", MetricLines.line("epoch", round, MetricLines.epoch(epoch)));
      }
    }
    return curves;
  }

  private static ModelComparison comparison() {
    return new ModelComparison(
        "data/held-out.json",
        Metric.ACCURACY,
        new ModelComparison.Scored("version 3", Map.of("accuracy", 0.8, "loss", 1.25)),
        new ModelComparison.Scored("version 4", Map.of("accuracy", 0.9, "loss", 1.5)),
        true,
        "Promoted: better by 0.1");
  }
}
