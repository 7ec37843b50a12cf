package dev.unfold.worker.network;

import dev.unfold.worker.extension.Services;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;

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
    return switch (settings.kind()) {
      case LANGUAGE_MODEL, TAGGER, NEXT_FRAME, SEQUENCE_TO_VECTOR ->
          new StackNetworkBuilder(settings, shape).build();
      case SEQUENCE_TO_SEQUENCE, VECTOR_TO_SEQUENCE ->
          new EncoderDecoderBuilder(settings, shape).build();
      case DL4J ->
          Services.only(NetworkProvider.class, "network.kind = dl4j").build(settings, shape);
    };
  }
}
