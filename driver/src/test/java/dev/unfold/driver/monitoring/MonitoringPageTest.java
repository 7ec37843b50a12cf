package dev.unfold.driver.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.training.EpochSummary;
import dev.unfold.driver.training.RoundSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Compares the table of {@code docs/monitoring.md} with the metrics that monitors receive. */
class MonitoringPageTest {
  private static final Path PAGE = Path.of("..", "docs", "monitoring.md");
  private static final Pattern ROW = Pattern.compile("^\\| (`.+) \\| .+ \\|$", Pattern.MULTILINE);
  private static final Pattern NAME = Pattern.compile("`([a-z]+/[A-Za-z…]+)`");

  private static final RoundSummary ROUND =
      new RoundSummary(1, 1, 2, 10, 20, 2.5, 500, 0, 0, 0.002, 1.5, 1000);
  private static final EpochSummary EPOCH =
      new EpochSummary(1, 2, 2.5, Map.of("loss", 2.4), Map.of("loss", 2.5), 0.002, 0, true, 3.0);

  @Test
  void theTableHasEveryMetric() throws IOException {
    Set<String> reported = new TreeSet<>();
    reported.addAll(MonitoredMetrics.position(ROUND).keySet());
    reported.addAll(MonitoredMetrics.of(ROUND).keySet());
    reported.addAll(MonitoredMetrics.of(EPOCH).keySet());
    reported.addAll(MonitoredMetrics.ofTest(EPOCH.validation()).keySet());

    assertThat(table())
        .containsExactlyInAnyOrderElementsOf(
            reported.stream().map(MonitoringPageTest::asInTable).toList());
  }

  /** Returns the name in the table, which has one row for all metrics on a corpus. */
  private static String asInTable(String name) {
    return name.replaceFirst("^(validation|unaveraged|test)/.*", "$1/…");
  }

  private static Set<String> table() throws IOException {
    return ROW.matcher(Files.readString(PAGE))
        .results()
        .flatMap(row -> NAME.matcher(row.group(1)).results())
        .map(name -> name.group(1))
        .collect(Collectors.toSet());
  }
}
