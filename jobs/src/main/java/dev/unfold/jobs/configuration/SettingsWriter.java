package dev.unfold.jobs.configuration;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import dev.unfold.worker.settings.UnfoldSettings;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The canonical form of resolved settings: JSON with every key, sorted, that {@link SettingsReader}
 * reads back to equal records. Equal settings give equal text.
 */
public final class SettingsWriter {
  private SettingsWriter() {}

  /** The text, with a newline at its end. */
  public static String write(UnfoldSettings settings) {
    return ConfigValueFactory.fromMap(section(settings))
        .render(ConfigRenderOptions.concise().setFormatted(true));
  }

  private static Map<String, Object> section(Record values) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (RecordComponent component : values.getClass().getRecordComponents()) {
      map.put(SettingNames.of(component), plain(get(component, values)));
    }
    return map;
  }

  private static Object get(RecordComponent component, Record values) {
    try {
      return component.getAccessor().invoke(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }

  private static Object plain(Object value) {
    if (value instanceof Record inner) {
      return section(inner);
    }
    if (value instanceof Enum<?> constant) {
      return SettingNames.of(constant);
    }
    return value instanceof List<?> list ? List.copyOf(list) : value;
  }
}
