package dev.unfold.driver.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Compares the table of {@code docs/configuration.md} with the settings and their defaults. */
class ConfigurationPageTest {
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");
  private static final Pattern ROW =
      Pattern.compile("^\\| `([^`]+)` \\| (\\S+) \\| .+ \\|$", Pattern.MULTILINE);

  private final Config defaults =
      ConfigFactory.parseResources(SettingsReader.class, SettingsReader.DEFAULTS);

  @Test
  void theTableHasEveryKeyWithItsDefault() throws IOException {
    UnfoldSettings settings =
        new SettingsReader(Map.of(), Configuration::new)
            .readText("corpus.train = text, run.dir = run", "test");
    Map<String, String> expected = new TreeMap<>();
    SettingKeys.flatten(settings).keySet().forEach(key -> expected.put(key, defaultOf(key)));

    assertThat(table()).isEqualTo(expected);
  }

  private static Map<String, String> table() throws IOException {
    Map<String, String> rows = new TreeMap<>();
    Matcher row = ROW.matcher(Files.readString(PAGE));
    while (row.find()) {
      assertThat(rows.put(row.group(1), row.group(2))).as(row.group(1)).isNull();
    }
    return rows;
  }

  private String defaultOf(String key) {
    if (!defaults.hasPath(key)) {
      return "required";
    }
    ConfigValue value = defaults.getValue(key);
    boolean plain = value.valueType() != ConfigValueType.LIST && !defaults.getString(key).isEmpty();
    return "`"
        + (plain ? defaults.getString(key) : value.render(ConfigRenderOptions.concise()))
        + "`";
  }
}
