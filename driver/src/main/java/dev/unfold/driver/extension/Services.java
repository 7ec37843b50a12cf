package dev.unfold.driver.extension;

import dev.unfold.worker.settings.InvalidSettingException;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.function.Function;

/** The services on the class path. */
public final class Services {
  private Services() {}

  /** All services of a type. */
  public static <T> List<T> all(Class<T> type) {
    return ServiceLoader.load(type, type.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  /**
   * The only service of a type.
   *
   * @param key of the setting whose value needs it
   * @throws InvalidSettingException if there is none on the class path
   */
  public static <T> T the(Class<T> type, String key, String value) {
    return all(type).stream().findFirst().orElseThrow(() -> missing(key, value));
  }

  /**
   * The service with a name, whatever the case of its letters.
   *
   * @param key of the setting or option that names it
   * @throws InvalidSettingException if there is none on the class path
   */
  public static <T> T named(Class<T> type, Function<T, String> names, String key, String value) {
    String wanted = value.toLowerCase(Locale.ROOT);
    return all(type).stream()
        .filter(service -> names.apply(service).equals(wanted))
        .findFirst()
        .orElseThrow(() -> missing(key, value));
  }

  private static InvalidSettingException missing(String key, String value) {
    return new InvalidSettingException(
        key,
        "a library on the class path (for dl4j that is dl4j/target/unfold-dl4j.jar; on a cluster"
            + " name it with --jars)",
        value);
  }
}
