package dev.unfold.worker.extension;

import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.function.Function;

/** Finds the services of optional libraries on the class path. */
public final class Services {
  private Services() {}

  /** Returns all services of a type. */
  public static <T> List<T> all(Class<T> type) {
    return ServiceLoader.load(type, type.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  /**
   * Returns the only service of a type.
   *
   * @param key the setting or command that needs it
   * @throws InvalidSettingException if there is none on the class path
   */
  public static <T> T only(Class<T> type, String key) {
    return all(type).stream().findFirst().orElseThrow(() -> missing(key));
  }

  /**
   * Returns the service with the given name, ignoring case.
   *
   * @param key the setting or option that names it
   * @throws InvalidSettingException if there is no service of that name on the class path
   */
  public static <T> T named(Class<T> type, Function<T, String> names, String key, String name) {
    List<T> services = all(type);
    if (services.isEmpty()) {
      throw missing(key);
    }
    return services.stream()
        .filter(service -> names.apply(service).equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidSettingException(
                    key, "one of " + services.stream().map(names).toList(), name));
  }

  private static InvalidSettingException missing(String key) {
    return new InvalidSettingException(
        key,
        "a library on the class path that provides it (DL4J is in dl4j/target/unfold-dl4j.jar, which the"
            + " build creates; on a cluster, add it with --jars)",
        "none");
  }
}
