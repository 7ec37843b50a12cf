package dev.unfold.jobs.option;

import dev.unfold.driver.configuration.ConfigurationException;
import dev.unfold.driver.configuration.SettingsReader;
import dev.unfold.jobs.process.SparkContexts;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The configuration on a command line: {@code CONF [--set KEY=VALUE]…}. */
public final class ConfigurationOptions {
  @Parameters(
      paramLabel = "CONF",
      description = {
        "Configuration in HOCON: a local path or one of any Hadoop file system, such as hdfs://…",
        "defaults.conf in the jar documents every key; 'unfold settings CONF' prints them all."
      })
  private String path;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = {
        "Overrides the file, as in --set training.epochs=3; may be repeated.",
        "A list is HOCON: --set 'corpus.train=[a, b]'."
      })
  private List<String> overrides = new ArrayList<>();

  /**
   * Reads the configuration.
   *
   * @throws ConfigurationException if anything is wrong with it
   * @throws IOException if the file system that it is on does not answer
   */
  public UnfoldSettings read() throws IOException {
    if (path.startsWith("hdfs:")) {
      SparkContexts.hadoop(List.of(path));
    }
    return new SettingsReader(System.getenv(), SparkContexts::hadoop).read(path, overrides);
  }
}
