package dev.unfold.driver.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DefaultsTest {
  private final Config defaults =
      ConfigFactory.parseResources(SettingsReader.class, SettingsReader.DEFAULTS);

  @Test
  void everyKeyHasADefaultOrIsNamedAsRequired() throws IOException {
    assertThat(new KnownKeys(UnfoldSettings.class).all())
        .filteredOn(key -> !defaults.hasPath(key))
        .containsExactly("corpus.train", "run.dir");
    assertThat(text()).contains("  # train = ").contains("  # dir = ");
  }

  @Test
  void everyKeyIsDocumented() {
    assertDocumented(defaults.root(), "");
  }

  private static void assertDocumented(ConfigObject section, String name) {
    for (Map.Entry<String, ConfigValue> entry : section.entrySet()) {
      String key = SettingKeys.join(name, entry.getKey());
      assertThat(entry.getValue().origin().comments()).as(key).isNotEmpty();
      if (entry.getValue() instanceof ConfigObject inner) {
        assertDocumented(inner, key);
      }
    }
  }

  private static String text() throws IOException {
    try (InputStream in = SettingsReader.class.getResourceAsStream(SettingsReader.DEFAULTS)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
