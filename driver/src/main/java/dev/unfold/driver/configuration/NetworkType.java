package dev.unfold.driver.configuration;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.unfold.worker.settings.network.ForeignNetworkSettings;
import dev.unfold.worker.settings.network.HybridSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The choice of the record of {@code network}, which depends on its kind.
 *
 * @param section the section
 */
record NetworkType(ValueSource.Section section) {
  private static final String KIND = "kind";
  private static final String CONFIGURATION = "configuration";

  /** Returns the record. */
  Class<? extends NetworkSettings> record() {
    if (isAmong(ForeignNetworkSettings.Library.values())) {
      return ForeignNetworkSettings.class;
    }
    return isAmong(HybridSettings.Kind.values())
        ? HybridSettings.class
        : LayeredNetworkSettings.class;
  }

  /** Returns the fault of an unknown kind, or of a configuration of a kind that reads none. */
  Optional<ConfigurationFault> fault() {
    ConfigObject network = section.object();
    ConfigValue kind = network.get(KIND);
    if (kind == null) {
      return Optional.empty();
    }
    if (!isAmong(ForeignNetworkSettings.Library.values())
        && !isAmong(HybridSettings.Kind.values())
        && !isAmong(LayeredNetworkSettings.Kind.values())) {
      String wrong = new WrongValueException(kind, "one of " + kinds()).getMessage();
      return Optional.of(fault(kind, KIND, List.of(), wrong));
    }
    ConfigValue configuration = network.get(CONFIGURATION);
    if (configuration == null
        || configuration.unwrapped().equals("")
        || record() == ForeignNetworkSettings.class) {
      return Optional.empty();
    }
    String wrong =
        new WrongValueException(
                configuration, "nothing for another kind of network than " + libraries())
            .getMessage();
    return Optional.of(fault(configuration, CONFIGURATION, List.of(section.key(KIND)), wrong));
  }

  private ConfigurationFault fault(
      ConfigValue value, String name, List<String> otherKeys, String wrong) {
    String key = section.key(name);
    return ConfigurationFault.at(value, key, otherKeys, key + ": " + wrong);
  }

  private boolean isAmong(Enum<?>[] values) {
    ConfigValue kind = section.object().get(KIND);
    return kind != null && names(values).anyMatch(kind.unwrapped()::equals);
  }

  private static String kinds() {
    return Stream.of(
            names(LayeredNetworkSettings.Kind.values()),
            names(HybridSettings.Kind.values()),
            names(ForeignNetworkSettings.Library.values()))
        .flatMap(all -> all)
        .collect(Collectors.joining(", "));
  }

  private static String libraries() {
    return names(ForeignNetworkSettings.Library.values()).collect(Collectors.joining(", "));
  }

  private static Stream<String> names(Enum<?>[] values) {
    return Arrays.stream(values).map(SettingKeys::of);
  }
}
