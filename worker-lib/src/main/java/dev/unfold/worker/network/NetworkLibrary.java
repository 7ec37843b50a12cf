package dev.unfold.worker.network;

import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.NetworkSettings;
import java.util.ServiceLoader;

/**
 * Another library whose networks train here. It is found on the class path, by {@link
 * ServiceLoader}, so that this module knows none.
 */
public interface NetworkLibrary {
  /**
   * The network of a configuration.
   *
   * @param settings with the configuration itself, not its path
   * @throws dev.unfold.worker.settings.InvalidSettingException if it cannot be trained here, or
   *     does not fit the data
   */
  Network build(NetworkSettings settings, DataShape shape);

  /** The one that is there. */
  static NetworkLibrary find() {
    return ServiceLoader.load(NetworkLibrary.class, NetworkLibrary.class.getClassLoader())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no library of networks on the class path"));
  }
}
