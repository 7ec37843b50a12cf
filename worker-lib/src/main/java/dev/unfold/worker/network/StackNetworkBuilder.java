package dev.unfold.worker.network;

import dev.unfold.worker.network.head.Head;
import dev.unfold.worker.network.layer.InputLayer;
import dev.unfold.worker.network.pooling.BidirectionalFinalStates;
import dev.unfold.worker.network.pooling.RunningPoolingLayer;
import dev.unfold.worker.network.stack.LayerStack;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.NetworkSettings;

/**
 * Builds a network of one stack: input, recurrent layers, a pooling layer if a sequence is mapped
 * to a vector, and a head.
 */
final class StackNetworkBuilder {
  private final NetworkSettings settings;
  private final DataShape shape;
  private final NetworkComponents parts;

  StackNetworkBuilder(NetworkSettings settings, DataShape shape) {
    this.settings = settings;
    this.shape = shape;
    parts = new NetworkComponents(settings, shape);
  }

  StackNetwork build() {
    InputLayer input = parts.input("");
    LayerStack.Builder stack = new LayerStack.Builder(input);
    parts.addRecurrent(stack, "", settings.encoder().bidirectional(), 0);
    if (settings.kind() == NetworkSettings.Kind.SEQUENCE_TO_VECTOR) {
      addPooling(stack);
    }
    stack.addDropout(settings.dropout(), settings.layers());
    Head head = parts.head(input, stack.width());
    LossUnit unit =
        shape.target() == DataShape.Target.FRAMES ? LossUnit.SQUARED_ERROR : LossUnit.NATS;
    return new StackNetwork(parts.layout().build(), stack.build(), head, unit);
  }

  private void addPooling(LayerStack.Builder stack) {
    EncoderSettings encoder = settings.encoder();
    int width = stack.width();
    switch (encoder.pooling()) {
      case LAST -> {
        if (encoder.bidirectional()) {
          stack.add(new BidirectionalFinalStates(settings.hidden()), width);
        }
      }
      case MEAN -> stack.add(RunningPoolingLayer.mean(width), width);
      case MAX -> stack.add(RunningPoolingLayer.max(width), width);
    }
  }
}
