package dev.unfold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.settings.Metric;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The pages name every metric: by its value in configurations and by its name in reports. */
class DocumentedMetricsTest {
  private static final Pattern SPAN = Pattern.compile("`([^`]+)`");

  @Test
  void theSettingListsTheMetricsThatItAccepts() throws IOException {
    String description =
        DocumentationPage.read(Path.of("docs/configuration.md"))
            .prose()
            .lines()
            .filter(line -> line.startsWith("| `evaluation.metric` | `loss` | "))
            .findFirst()
            .orElseThrow()
            .substring("| `evaluation.metric` | `loss` | ".length());

    assertThat(spans(description))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Metric.values()).map(SettingKeys::of).toList());
  }

  @Test
  void theTableOfMetricsHasEachName() throws IOException {
    assertThat(spans(DocumentationPage.read(Path.of("docs/tasks.md")).prose()))
        .containsAll(Arrays.stream(Metric.values()).map(Metric::key).toList());
  }

  private static List<String> spans(String text) {
    return SPAN.matcher(text).results().map(span -> span.group(1)).toList();
  }
}
