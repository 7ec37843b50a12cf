package dev.unfold.driver.configuration;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.io.TempDir;

/** Writes and reads configuration files. */
abstract class ConfigurationFixture {
  static final String REQUIRED = "corpus.train = a.txt\nrun.dir = r\n";

  @TempDir Path folder;

  final SettingsReader reader =
      new SettingsReader(Map.of("DATA", "/data", "BATCH", "7"), Configuration::new);

  ThrowableAssertAlternative<ConfigurationException> assertRefused(String text) {
    return assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> read(text));
  }

  Path file() {
    return folder.resolve("test.conf");
  }

  LayeredNetworkSettings network(String text, String... overrides) throws IOException {
    return (LayeredNetworkSettings) read(text, overrides).network();
  }

  UnfoldSettings read(String text, String... overrides) throws IOException {
    Files.writeString(file(), text);
    return reader.read(file().toString(), List.of(overrides));
  }
}
