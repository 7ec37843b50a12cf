package dev.unfold.worker.network;

import dev.unfold.worker.network.layer.CarryLayout;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.network.NetworkSettings;

/** The topology of a network, which is immutable and owns no parameters. */
public interface Network {
  /**
   * Creates the network that the settings describe.
   *
   * @param shape the shape of the data; for a network with a source, the shape of the source, and
   *     the predicted tokens, which the decoder reads too
   * @throws dev.unfold.worker.settings.validation.InvalidSettingException if the settings do not
   *     fit the data
   */
  static Network of(NetworkSettings settings, DataShape shape) {
    return switch (settings.kind()) {
      case LANGUAGE_MODEL, TAGGER, NEXT_FRAME, SEQUENCE_TO_VECTOR ->
          new StackNetworkBuilder(settings, shape).build();
      case SEQUENCE_TO_SEQUENCE, VECTOR_TO_SEQUENCE ->
          new EncoderDecoderBuilder(settings, shape).build();
      case DL4J -> NetworkProvider.find().build(settings, shape);
    };
  }

  /** Returns the layout of the trainable parameters. */
  ParameterLayout parameters();

  /** Returns the layout of the states that are carried from chunk to chunk. */
  CarryLayout carry();

  /** Returns the unit of its losses. */
  LossUnit lossUnit();

  /** Opens a pass over the parameters of the memory, with a carry of zeros. */
  ForwardPass open(PassMemory memory);
}
