package dev.unfold.driver.configuration;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The keys and sections of a tree of records, to detect unknown ones. */
final class KnownKeys {
  private final SortedSet<String> keys = new TreeSet<>();

  KnownKeys(Class<? extends Record> root) {
    collect(root, "");
  }

  private void collect(Class<?> type, String section) {
    for (RecordComponent component : type.getRecordComponents()) {
      String key = SettingKeys.join(section, SettingKeys.of(component));
      keys.add(key);
      if (component.getType() == NetworkSettings.class) {
        collectNetwork(key);
      } else if (component.getType().isRecord()) {
        collect(component.getType(), key);
      }
    }
  }

  /** Collects the keys of all kinds of networks, and those that layers take from the network. */
  private void collectNetwork(String section) {
    for (Class<?> kind : NetworkSettings.class.getPermittedSubclasses()) {
      collect(kind, section);
    }
    Stream.concat(Stream.of(LayerList.CELL), LayerEntry.keysOfAllTypes())
        .forEach(key -> keys.add(SettingKeys.join(section, key)));
  }

  /** Returns the full keys of all settings and sections. */
  SortedSet<String> all() {
    return Collections.unmodifiableSortedSet(keys);
  }

  /** Returns a fault for each key that no record has; its key is the most similar known one. */
  List<ConfigurationFault> unknown(ConfigObject root) {
    List<ConfigurationFault> unknown = new ArrayList<>();
    find(root, "", unknown);
    return unknown;
  }

  private void find(ConfigObject object, String section, List<ConfigurationFault> unknown) {
    for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
      String key = SettingKeys.join(section, ConfigUtil.joinPath(entry.getKey()));
      if (!keys.contains(key)) {
        unknown.add(fault(key, entry.getValue()));
      } else if (isSection(key) && entry.getValue() instanceof ConfigObject inner) {
        find(inner, key, unknown);
      }
    }
  }

  private boolean isSection(String key) {
    return !keys.tailSet(key + ".").headSet(key + "/").isEmpty();
  }

  private ConfigurationFault fault(String unknown, ConfigValue value) {
    String nearest = nearest(unknown);
    return ConfigurationFault.at(
        value, nearest, List.of(), "unknown key " + unknown + "; did you mean " + nearest + "?");
  }

  /** Returns a key with the same name in another section, else the one with the fewest edits. */
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
