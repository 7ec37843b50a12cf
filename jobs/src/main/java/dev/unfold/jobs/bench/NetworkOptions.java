package dev.unfold.jobs.bench;

import static dev.unfold.worker.settings.validation.InvalidSettingException.require;

import dev.unfold.driver.configuration.SettingsReader;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Option;

/** The options that describe the language model that a benchmark runs. */
final class NetworkOptions {
  private static final int MAX_VOCABULARY = 10_000_000;

  @Option(
      names = "--cell",
      paramLabel = "CELL",
      defaultValue = "lstm",
      description = "Type of the layers if --layers is a number: rnn, lstm or gru.")
  private CellKind cell;

  @Option(
      names = "--vocabulary",
      required = true,
      paramLabel = "V",
      description = "Entries of the vocabulary, 2 to 10000000.")
  private int vocabulary;

  @Option(
      names = "--hidden",
      required = true,
      paramLabel = "H",
      description = "Width of the embedding, and of each layer that names no other.")
  private int hidden;

  @Option(
      names = "--layers",
      required = true,
      paramLabel = "LAYERS",
      description = "Number of recurrent layers, or a list as of network.layers.")
  private String layers;

  int vocabulary() {
    return vocabulary;
  }

  /**
   * Returns the settings of the network, and the defaults of all others.
   *
   * @param more lines of a configuration, for other settings
   */
  UnfoldSettings settings(String... more) {
    require(
        vocabulary >= 2 && vocabulary <= MAX_VOCABULARY,
        "vocabulary",
        "2 to " + MAX_VOCABULARY,
        vocabulary);
    require(
        hidden >= 1 && hidden <= LayerSettings.MAX_WIDTH,
        "hidden",
        "1 to " + LayerSettings.MAX_WIDTH,
        hidden);
    List<String> lines = new ArrayList<>();
    lines.add("network.layers = " + layers);
    lines.add("network.kind = language-model");
    lines.add("network.cell = " + SettingKeys.of(cell));
    lines.add("network.hidden = " + hidden);
    lines.add("network.embedding = " + hidden);
    lines.add("corpus.train = bench");
    lines.add("run.dir = bench");
    lines.addAll(List.of(more));
    SettingsReader reader = new SettingsReader(Map.of(), Configuration::new);
    return reader.readText(String.join("\n", lines), "--layers");
  }

  /** Returns the network for the line that is printed with the results. */
  String describe() {
    return "layers %s V %d E %d"
        .formatted(
            layers.matches("\\d+") ? layers + " x " + SettingKeys.of(cell) : layers,
            vocabulary,
            hidden);
  }
}
