package dev.unfold.worker.network;

import dev.unfold.worker.extension.Services;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.network.ForeignNetworkSettings;
import dev.unfold.worker.settings.network.HybridSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import dev.unfold.worker.settings.validation.SettingKeys;

/** Creates networks from settings. */
public final class Networks {
  private Networks() {}

  /**
   * Creates the network that the settings describe.
   *
   * @param shape the shape of the data; for a network with a source, the shape of the source, and
   *     the predicted tokens, which the decoder reads too
   * @throws InvalidSettingException if the settings do not fit the data
   */
  public static Network of(NetworkSettings settings, DataShape shape) {
    if (settings instanceof LayeredNetworkSettings layered) {
      return layered.decodes()
          ? new EncoderDecoderBuilder(layered, shape).build()
          : new StackNetworkBuilder(layered, shape).build();
    }
    if (settings instanceof HybridSettings hybrid) {
      return new StackNetworkBuilder(hybrid, shape).build();
    }
    ForeignNetworkSettings foreign = (ForeignNetworkSettings) settings;
    return Services.only(NetworkProvider.class, "network.kind = " + SettingKeys.of(foreign.kind()))
        .build(foreign, shape);
  }
}
