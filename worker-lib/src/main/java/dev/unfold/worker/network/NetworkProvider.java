package dev.unfold.worker.network;

import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.util.ServiceLoader;

/**
 * A provider of networks of another library. It is loaded by {@link ServiceLoader}, so that this
 * module depends on no such library.
 */
public interface NetworkProvider {
  /**
   * Builds the network of a configuration.
   *
   * @param settings the settings with the configuration itself, not its path
   * @throws InvalidSettingException if the network cannot be trained by truncated BPTT or does not
   *     fit the data
   */
  Network build(NetworkSettings settings, DataShape shape);

  /**
   * Returns the provider on the class path.
   *
   * @throws InvalidSettingException if there is none
   */
  static NetworkProvider find() {
    return ServiceLoader.load(NetworkProvider.class, NetworkProvider.class.getClassLoader())
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidSettingException(
                    "network.kind = dl4j",
                    "a library on the class path that has it (DL4J is in"
                        + " dl4j/target/unfold-dl4j.jar, which the build makes; on a cluster name it"
                        + " with --jars)",
                    "none"));
  }
}
