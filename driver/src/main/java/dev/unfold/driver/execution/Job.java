package dev.unfold.driver.execution;

import dev.unfold.driver.storage.ShippedConfiguration;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.settings.NetworkSettings;
import java.io.Serializable;

/**
 * What every task of a run needs to know.
 *
 * @param network settings
 * @param vocabularySize V
 * @param kernels of the matrix products
 * @param hadoop the driver's Hadoop configuration
 */
public record Job(
    NetworkSettings network, int vocabularySize, Kernels kernels, ShippedConfiguration hadoop)
    implements Serializable {
  /** The topology, built anew: it is cheap and does not travel. */
  public Network build() {
    return Network.of(network, vocabularySize);
  }
}
