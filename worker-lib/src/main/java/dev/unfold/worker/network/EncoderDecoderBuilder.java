package dev.unfold.worker.network;

import dev.unfold.worker.network.attention.Attention;
import dev.unfold.worker.network.decoder.Decoder;
import dev.unfold.worker.network.decoder.SourceEncoder;
import dev.unfold.worker.network.feedforward.Dense;
import dev.unfold.worker.network.head.Head;
import dev.unfold.worker.network.layer.Dropout;
import dev.unfold.worker.network.layer.InputLayer;
import dev.unfold.worker.network.stack.LayerStack;
import dev.unfold.worker.network.start.Bridge;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.network.Activation;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Builds a decoder and its source encoder, which have the same layers; those of the decoder are
 * causal.
 *
 * <p>A decoder starts with the states that each layer of the encoder ended with (Sutskever et al.
 * 2014, arXiv 1409.3215). A bidirectional encoder has two of each, x and y, which are combined into
 * tanh([x, y] W + b). A vector v is mapped to all states together, tanh(v W + b).
 */
final class EncoderDecoderBuilder {
  private final LayeredNetworkSettings settings;
  private final DataShape shape;
  private final NetworkComponents parts;
  private final List<List<Integer>> startWidths;

  EncoderDecoderBuilder(LayeredNetworkSettings settings, DataShape shape) {
    this.settings = settings;
    this.shape = shape;
    InvalidSettingException.require(
        shape.target() == DataShape.Target.CLASSES,
        "network.kind",
        "another kind for a target without classes, since sequences consist of tokens",
        settings.kind());
    parts = new NetworkComponents(settings, shape);
    startWidths =
        settings.layers().stream()
            .map(layer -> NetworkComponents.startWidths(layer.causal()))
            .toList();
  }

  EncoderDecoder build() {
    boolean vector = settings.kind() == LayeredNetworkSettings.Kind.VECTOR_TO_SEQUENCE;
    LayerStack.Builder encoder = new LayerStack.Builder(parts.input("encoder."));
    if (!vector) {
      addLayers(encoder, settings.layers(), "encoder.", 0);
    }
    List<Integer> widths = startWidths.stream().flatMap(List::stream).toList();
    List<Bridge> bridges =
        vector ? bridgeFromVector(encoder.width(), widths) : bridgesFromBothEnds();
    SourceEncoder source = new SourceEncoder(encoder.build(), bridges, widths);
    Decoder decoder = decoder(encoder.width());
    return new EncoderDecoder(parts.layout().build(), source, decoder);
  }

  private void addLayers(
      LayerStack.Builder stack, List<LayerSettings> layers, String prefix, int firstPlace) {
    for (int l = 0; l < layers.size(); l++) {
      parts.addLayer(stack, layers.get(l), prefix + "layers." + l, firstPlace + l);
    }
  }

  private List<Bridge> bridgeFromVector(int width, List<Integer> startWidths) {
    if (settings.decoder().start() == DecoderSettings.Start.INPUT || startWidths.isEmpty()) {
      return List.of();
    }
    return List.of(Bridge.fromVector(parts.layout(), "start", width, startWidths));
  }

  /**
   * Returns the bridges from a bidirectional encoder, whose layers list the final states of the
   * forward direction before those of the backward direction.
   */
  private List<Bridge> bridgesFromBothEnds() {
    List<Bridge> bridges = new ArrayList<>();
    int start = 0;
    for (int l = 0; l < startWidths.size() && settings.readsBothWays(); l++) {
      List<Integer> widths = startWidths.get(l);
      int firstOfLayer = 2 * start;
      for (int state = 0; state < widths.size(); state++) {
        int width = widths.get(state);
        int forward = firstOfLayer + state;
        String name = "start." + (start + state);
        Dense dense = Dense.of(parts.layout(), name, 2 * width, width, Activation.TANH);
        bridges.add(
            new Bridge(dense, List.of(forward, forward + widths.size()), List.of(start + state)));
      }
      start += widths.size();
    }
    return bridges;
  }

  private Decoder decoder(int sourceWidth) {
    boolean readsVector = settings.decoder().start() != DecoderSettings.Start.STATE;
    InputLayer tokens = parts.embedding("decoder.", shape.targets());
    LayerStack.Builder stack = new LayerStack.Builder(tokens, readsVector ? sourceWidth : 0);
    List<LayerSettings> layers = settings.layers().stream().map(LayerSettings::causal).toList();
    addLayers(stack, layers, "decoder.", layers.size());
    parts.addTemporalPenalty(stack);
    parts.addPenalty(stack);
    int width = stack.width();
    DecoderSettings.Attention kind = settings.decoder().attention();
    Optional<Attention> attention =
        kind == DecoderSettings.Attention.NONE
            ? Optional.empty()
            : Optional.of(new Attention(parts.layout(), "attention", kind, width, sourceWidth));
    Optional<Dropout> dropout = parts.outputDropout(width, 2 * layers.size());
    Head head = parts.head(tokens, width);
    return new Decoder(stack.build(), readsVector, attention, dropout, head);
  }
}
