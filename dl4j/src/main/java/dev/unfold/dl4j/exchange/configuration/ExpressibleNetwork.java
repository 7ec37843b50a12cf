package dev.unfold.dl4j.exchange.configuration;

import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.model.ModelFormatException;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.Context;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayerNormalizationSettings;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.network.TimeDelaySettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.util.List;

/** Decides whether DL4J has all layers of a network. */
public final class ExpressibleNetwork {
  private ExpressibleNetwork() {}

  /**
   * Returns the settings of the network.
   *
   * @param where the model, for messages
   * @throws ModelFormatException if DL4J does not have one of its layers; the message names it
   */
  public static LayeredNetworkSettings require(
      String where, NetworkSettings network, DataShape shape) throws ModelFormatException {
    if (!(network instanceof LayeredNetworkSettings layered)
        || network.decodes()
        || network.alignedStride() > 0) {
      throw inexpressible(where, "network.kind", SettingKeys.of(network.kind()));
    }
    for (int i = 0; i < layered.layers().size(); i++) {
      requireLayer(where, "network.layers[" + i + "]", layered.layers().get(i));
    }
    requirePooling(where, layered);
    OutputSettings.Kind output = layered.output().kind();
    if (output != OutputSettings.Kind.SOFTMAX) {
      throw inexpressible(where, "network.output.kind", SettingKeys.of(output));
    }
    if (layered.output().recurrent()) {
      throw inexpressible(where, "network.output.recurrent", "true");
    }
    if (shape.alphabet() > 0) {
      throw inexpressible(where, "corpus.input.characters", "true");
    }
    return layered;
  }

  private static void requireLayer(String where, String key, LayerSettings layer)
      throws ModelFormatException {
    boolean gru = layer.recurrent().filter(cell -> cell.cell() == CellKind.GRU).isPresent();
    if (gru || layer instanceof LayerNormalizationSettings) {
      throw inexpressible(where, key + ".type", layer.type());
    }
    if (layer.recurrent().filter(RecurrentSettings::secondBias).isPresent()) {
      throw inexpressible(where, key + ".second-bias", "true");
    }
    if (layer.recurrent().filter(RecurrentSettings::residual).isPresent()) {
      throw inexpressible(where, key + ".residual", "true");
    }
    if (layer instanceof TimeDelaySettings delay && !ExportedTimeDelay.isEvenlySpaced(delay)) {
      throw inexpressible(
          where,
          "evenly spaced offsets, as a Convolution1DLayer of DL4J has them",
          key + ".offsets",
          delay.offsets().toString());
    }
    if (layer instanceof TimeDelaySettings delay && delay.directConnections()) {
      throw inexpressible(
          where,
          "time-delay layers without direct connections, because the vertex of DL4J that joins"
              + " vectors damages masks",
          key + ".direct-connections",
          "true");
    }
  }

  /** Refuses a layer that reads the final states of both directions below it as one step. */
  private static void requirePooling(String where, LayeredNetworkSettings network)
      throws ModelFormatException {
    List<LayerSettings> layers = network.layers();
    int top = layers.size() - 1;
    int overTime = top;
    while (overTime > 0 && layers.get(overTime).context().equals(Context.NONE)) {
      overTime--;
    }
    if (overTime < top
        && network.kind() == LayeredNetworkSettings.Kind.SEQUENCE_TO_VECTOR
        && network.encoder().pooling() == EncoderSettings.Pooling.LAST
        && layers.get(overTime).recurrent().filter(RecurrentSettings::bidirectional).isPresent()) {
      throw inexpressible(
          where,
          "a pooling of the mean or maximum where a layer reads the last step of a bidirectional"
              + " one",
          "network.encoder.pooling",
          "last");
    }
  }

  private static ModelFormatException inexpressible(String where, String key, String actual) {
    return inexpressible(where, "a network of layers that Unfold and DL4J both have", key, actual);
  }

  private static ModelFormatException inexpressible(
      String where, String expected, String key, String actual) {
    return new ModelFormatException(ErrorKind.USAGE, where, expected, key + " = " + actual);
  }
}
