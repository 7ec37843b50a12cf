package dev.unfold.jobs.configuration;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import dev.unfold.worker.settings.SettingKeys;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The keys and sections that a tree of records has, to find those that it has not. */
final class KnownKeys {
  private record Unknown(String key, ConfigValue value) {}

  private final SortedSet<String> keys = new TreeSet<>();

  KnownKeys(Class<? extends Record> root) {
    collect(root, "");
  }

  private void collect(Class<?> type, String section) {
    for (RecordComponent component : type.getRecordComponents()) {
      String key = SettingKeys.join(section, SettingKeys.of(component));
      keys.add(key);
      if (component.getType().isRecord()) {
        collect(component.getType(), key);
      }
    }
  }

  /**
   * Refuses keys that no record has.
   *
   * @throws ConfigurationException with one line for each, that names the nearest known key
   */
  void check(ConfigObject root) {
    List<Unknown> unknown = new ArrayList<>();
    find(root, "", unknown);
    if (!unknown.isEmpty()) {
      throw new ConfigurationException(
          unknown.stream()
              .sorted(Comparator.comparingInt(u -> u.value().origin().lineNumber()))
              .map(this::describe)
              .collect(Collectors.joining("\n")));
    }
  }

  private void find(ConfigObject object, String section, List<Unknown> unknown) {
    for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
      String key = SettingKeys.join(section, ConfigUtil.joinPath(entry.getKey()));
      if (!keys.contains(key)) {
        unknown.add(new Unknown(key, entry.getValue()));
      } else if (isSection(key) && entry.getValue() instanceof ConfigObject inner) {
        find(inner, key, unknown);
      }
    }
  }

  private boolean isSection(String key) {
    return !keys.tailSet(key + ".").headSet(key + "/").isEmpty();
  }

  private String describe(Unknown unknown) {
    String message =
        "unknown key " + unknown.key() + "; did you mean " + nearest(unknown.key()) + "?";
    return Origins.locate(unknown.value().origin(), message);
  }

  /** A key of the same name in another section, or else the one with the fewest edits. */
  private String nearest(String unknown) {
    return keys.stream()
        .min(
            Comparator.<String, Boolean>comparing(key -> !lastPart(key).equals(lastPart(unknown)))
                .thenComparing(key -> LevenshteinDistance.getDefaultInstance().apply(key, unknown)))
        .orElseThrow();
  }

  private static String lastPart(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }
}
