package dev.unfold.worker.network;

import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.network.ForeignNetworkSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;

/**
 * A provider of networks of another library. {@link java.util.ServiceLoader} loads it, so that this
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
  Network build(ForeignNetworkSettings settings, DataShape shape);
}
