package dev.unfold.driver.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.configuration.SettingsReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class ConfiguredPathsTest {
  private static List<String> paths(String format, String train, String heldOut) {
    Map<String, Object> values =
        Map.of(
            "corpus.format",
            format,
            "corpus.train",
            List.of(train),
            "corpus.input.column",
            "text",
            "corpus.target",
            Map.of("column", "stars", "kind", "label"),
            "network.kind",
            "sequence-to-vector",
            "retrain.held-out",
            List.of(heldOut),
            "run.dir",
            "runs/a");
    return ConfiguredPaths.of(
        new SettingsReader(Map.of(), Configuration::new).read(Optional.empty(), values));
  }

  @Test
  void filesAreAmongThem() {
    assertThat(paths("json", "data/train.json", "data/held-out.json"))
        .contains("data/train.json", "data/held-out.json", "runs/a");
  }

  @Test
  void tablesOfSparkAreNotAmongThem() {
    assertThat(paths("table", "delta.`hdfs://nn/events`", "delta.`hdfs://nn/later`"))
        .contains("runs/a")
        .noneMatch(path -> path.contains("delta"));
  }
}
