package dev.unfold.driver.configuration;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes resolved settings in a canonical format: JSON with every key, sorted, that {@link
 * SettingsReader} reads back to equal records. Equal settings give equal text.
 */
public final class SettingsWriter {
  private SettingsWriter() {}

  /** Returns the text, with a newline at its end. */
  public static String write(UnfoldSettings settings) {
    SortedMap<String, Object> values = SettingKeys.flatten(settings);
    values.replaceAll((key, value) -> withLiteralKeys(value));
    return ConfigFactory.parseMap(values)
        .root()
        .render(ConfigRenderOptions.concise().setFormatted(true));
  }

  /** Returns a map by labels, which may contain periods, as an object; and any other value. */
  private static Object withLiteralKeys(Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    Map<String, Object> literal = new TreeMap<>();
    map.forEach((label, number) -> literal.put((String) label, number));
    return ConfigValueFactory.fromMap(literal);
  }
}
