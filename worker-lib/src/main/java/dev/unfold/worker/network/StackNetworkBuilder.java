package dev.unfold.worker.network;

import dev.unfold.worker.network.head.Head;
import dev.unfold.worker.network.layer.InputLayer;
import dev.unfold.worker.network.pooling.BidirectionalFinalStates;
import dev.unfold.worker.network.pooling.RunningPoolingLayer;
import dev.unfold.worker.network.stack.LayerStack;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.network.Context;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.HmmSettings;
import dev.unfold.worker.settings.network.HybridSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import java.util.Optional;

/**
 * Builds a network of one stack: input, layers, a pooling layer if a sequence is mapped to a
 * vector, and a head, whose output the lowest layer may also read.
 */
final class StackNetworkBuilder {
  private final LayeredNetworkSettings settings;
  private final DataShape shape;
  private final NetworkComponents parts;
  private final Optional<HmmSettings> models;

  StackNetworkBuilder(LayeredNetworkSettings settings, DataShape shape) {
    this(settings, Optional.empty(), shape);
  }

  /** Builds the tagger of a hybrid with its models of words. */
  StackNetworkBuilder(HybridSettings settings, DataShape shape) {
    this(settings.tagger(), Optional.of(settings.hmm()), shape);
  }

  private StackNetworkBuilder(
      LayeredNetworkSettings settings, Optional<HmmSettings> models, DataShape shape) {
    this.settings = settings;
    this.models = models;
    this.shape = shape;
    parts = new NetworkComponents(settings, shape);
  }

  Network build() {
    InputLayer input = parts.input("");
    int feedback = settings.output().recurrent() ? shape.targets() : 0;
    LayerStack.Builder stack = new LayerStack.Builder(input, feedback);
    boolean pools = settings.kind() == LayeredNetworkSettings.Kind.SEQUENCE_TO_VECTOR;
    boolean last = settings.encoder().pooling() == EncoderSettings.Pooling.LAST;
    for (int l = 0; l < settings.layers().size(); l++) {
      parts.addLayer(stack, settings.layers().get(l), "layers." + l, l);
      if (pools && last && l == highestOverTime() && isBidirectional(l)) {
        stack.add(new BidirectionalFinalStates(stack.width() / 2));
      }
    }
    addTop(stack, pools);
    Head head =
        models.isPresent()
            ? parts.hybridHead(models.get(), stack.width())
            : parts.head(input, stack.width());
    return feedback > 0
        ? new OutputRecurrentNetwork(parts.layout().build(), stack.build(), head, feedback)
        : new StackNetwork(parts.layout().build(), stack.build(), head);
  }

  /** Adds what is above the layers; penalties are of their outputs, not of pooled ones. */
  private void addTop(LayerStack.Builder stack, boolean pools) {
    parts.addTemporalPenalty(stack);
    if (pools) {
      parts.addPenalty(stack);
      addRunningPooling(stack);
    }
    parts.outputDropout(stack.width(), settings.layers().size()).ifPresent(stack::add);
    if (!pools) {
      parts.addPenalty(stack);
    }
  }

  /**
   * Returns the index of the highest layer that does not map each step by itself; -1 if there is
   * none.
   */
  private int highestOverTime() {
    int highest = settings.layers().size() - 1;
    while (highest >= 0 && settings.layers().get(highest).context().equals(Context.NONE)) {
      highest--;
    }
    return highest;
  }

  private boolean isBidirectional(int layer) {
    return settings
        .layers()
        .get(layer)
        .recurrent()
        .filter(RecurrentSettings::bidirectional)
        .isPresent();
  }

  /** Adds a pooling layer; the target is at the last step, whose output is used without one. */
  private void addRunningPooling(LayerStack.Builder stack) {
    EncoderSettings encoder = settings.encoder();
    if (encoder.pooling() != EncoderSettings.Pooling.LAST) {
      boolean largest = encoder.pooling() == EncoderSettings.Pooling.MAX;
      stack.add(new RunningPoolingLayer(stack.width(), largest, encoder.stride()));
    }
  }
}
