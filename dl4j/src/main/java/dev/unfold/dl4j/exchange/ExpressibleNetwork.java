package dev.unfold.dl4j.exchange;

import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.model.ModelFormatException;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.validation.SettingKeys;

/** Decides whether DL4J has all layers of a network. */
final class ExpressibleNetwork {
  private ExpressibleNetwork() {}

  /**
   * Returns the settings of the network.
   *
   * @param where the model, for messages
   * @throws ModelFormatException if DL4J does not have one of its layers; the message names it
   */
  static LayeredNetworkSettings require(String where, NetworkSettings network, DataShape shape)
      throws ModelFormatException {
    if (!(network instanceof LayeredNetworkSettings layered) || network.decodes()) {
      throw inexpressible(where, "network.kind", SettingKeys.of(network.kind()));
    }
    for (int i = 0; i < layered.layers().size(); i++) {
      LayerSettings layer = layered.layers().get(i);
      if (layer.recurrent().filter(ExportedConfiguration::isExpressible).isEmpty()) {
        throw inexpressible(where, "network.layers[" + i + "].type", layer.type());
      }
    }
    OutputSettings.Kind output = layered.output().kind();
    if (output != OutputSettings.Kind.SOFTMAX) {
      throw inexpressible(where, "network.output.kind", SettingKeys.of(output));
    }
    if (layered.output().recurrent()) {
      throw inexpressible(where, "network.output.recurrent", "true");
    }
    if (layered.encoder().stride() > 1) {
      throw inexpressible(where, "network.encoder.stride", "" + layered.encoder().stride());
    }
    if (shape.alphabet() > 0) {
      throw inexpressible(where, "corpus.input.characters", "true");
    }
    return layered;
  }

  private static ModelFormatException inexpressible(String where, String key, String actual) {
    return new ModelFormatException(
        ErrorKind.USAGE,
        where,
        "a network of layers that Unfold and DL4J both have",
        key + " = " + actual);
  }
}
