package dev.unfold.driver.model;

import dev.unfold.worker.model.ModelConfig;
import dev.unfold.worker.network.Network;

/**
 * A trained model.
 *
 * @param config network and preprocessing
 * @param symbols what it reads and predicts
 * @param parameters the flat vector, in the layout of the network
 */
public record Model(ModelConfig config, Symbols symbols, float[] parameters) {
  /** The topology. */
  public Network network() {
    return Network.of(config.network(), config.shape());
  }

  /** SHA-256 of all parameters; see {@link Weights#sha256}. */
  public String sha256() {
    return Weights.sha256(network().parameters(), parameters);
  }
}
