package dev.unfold.worker.network;

import dev.unfold.worker.network.attention.Attention;
import dev.unfold.worker.network.decoder.Bridge;
import dev.unfold.worker.network.decoder.Decoder;
import dev.unfold.worker.network.decoder.SourceEncoder;
import dev.unfold.worker.network.head.Head;
import dev.unfold.worker.network.layer.Dense;
import dev.unfold.worker.network.layer.Dropout;
import dev.unfold.worker.network.layer.InputLayer;
import dev.unfold.worker.network.recurrent.Cell;
import dev.unfold.worker.network.stack.LayerStack;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Builds a decoder and its source encoder; both have the same number of layers, with the same cell
 * and width.
 *
 * <p>A decoder starts with the states that each layer of the encoder ended with (Sutskever et al.
 * 2014, arXiv 1409.3215). A bidirectional encoder has two of each, x and y, which are combined into
 * tanh([x, y] W + b). A vector v is mapped to all states together, tanh(v W + b).
 */
final class EncoderDecoderBuilder {
  private final NetworkSettings settings;
  private final DataShape shape;
  private final NetworkComponents parts;
  private final int statesOfLayer;

  EncoderDecoderBuilder(NetworkSettings settings, DataShape shape) {
    this.settings = settings;
    this.shape = shape;
    InvalidSettingException.require(
        shape.target() == DataShape.Target.CLASSES,
        "network.kind",
        "another kind for a target without classes, since sequences consist of tokens",
        settings.kind());
    parts = new NetworkComponents(settings, shape);
    statesOfLayer = Cell.of(settings.cell()).states();
  }

  EncoderDecoder build() {
    boolean vector = settings.kind() == NetworkSettings.Kind.VECTOR_TO_SEQUENCE;
    LayerStack.Builder encoder = new LayerStack.Builder(parts.input("encoder."));
    if (!vector) {
      parts.addRecurrent(encoder, "encoder.", settings.encoder().bidirectional(), 0);
    }
    List<Bridge> bridges = vector ? bridgeFromVector(encoder.width()) : bridgesFromBothEnds();
    SourceEncoder source = new SourceEncoder(encoder.build(), bridges, startWidths());
    Decoder decoder = decoder(encoder.width());
    return new EncoderDecoder(parts.layout().build(), source, decoder);
  }

  private List<Integer> startWidths() {
    return Collections.nCopies(settings.layers() * statesOfLayer, settings.hidden());
  }

  private List<Bridge> bridgeFromVector(int width) {
    if (settings.decoder().start() == DecoderSettings.Start.INPUT) {
      return List.of();
    }
    int states = startWidths().size();
    Dense dense = Dense.of(parts.layout(), "start", width, states * settings.hidden());
    return List.of(new Bridge(dense, List.of(0), IntStream.range(0, states).boxed().toList()));
  }

  /**
   * Returns the bridges from a bidirectional encoder, whose layers list the final states of the
   * forward direction before those of the backward direction.
   */
  private List<Bridge> bridgesFromBothEnds() {
    List<Bridge> bridges = new ArrayList<>();
    if (settings.encoder().bidirectional()) {
      int hidden = settings.hidden();
      for (int state = 0; state < startWidths().size(); state++) {
        int layer = state / statesOfLayer;
        int forward = 2 * layer * statesOfLayer + state % statesOfLayer;
        Dense dense = Dense.of(parts.layout(), "start." + state, 2 * hidden, hidden);
        bridges.add(new Bridge(dense, List.of(forward, forward + statesOfLayer), List.of(state)));
      }
    }
    return bridges;
  }

  private Decoder decoder(int sourceWidth) {
    int hidden = settings.hidden();
    boolean readsVector = settings.decoder().start() != DecoderSettings.Start.STATE;
    InputLayer tokens = parts.embedding("decoder.", shape.targets());
    LayerStack.Builder stack = new LayerStack.Builder(tokens, readsVector ? sourceWidth : 0);
    parts.addRecurrent(stack, "decoder.", false, settings.layers());
    DecoderSettings.Attention kind = settings.decoder().attention();
    Optional<Attention> attention =
        kind == DecoderSettings.Attention.NONE
            ? Optional.empty()
            : Optional.of(new Attention(parts.layout(), "attention", kind, hidden, sourceWidth));
    Optional<Dropout> dropout =
        settings.dropout() > 0
            ? Optional.of(new Dropout(settings.dropout(), hidden, 2 * settings.layers()))
            : Optional.empty();
    Head head = parts.head(tokens, hidden);
    return new Decoder(stack.build(), readsVector, attention, dropout, head);
  }
}
