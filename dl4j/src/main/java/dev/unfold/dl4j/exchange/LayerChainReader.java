package dev.unfold.dl4j.exchange;

import dev.unfold.dl4j.exchange.LayerChain.FinalStates;
import dev.unfold.dl4j.exchange.LayerChain.LastStep;
import dev.unfold.dl4j.exchange.LayerChain.Link;
import dev.unfold.dl4j.exchange.LayerChain.OfLayer;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.network.EncoderSettings.Pooling;
import dev.unfold.worker.settings.network.RecurrentSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;

/** Reads the layers of a chain from the input on, as far as they match a built-in network. */
final class LayerChainReader {
  private OptionalInt inputs = OptionalInt.empty();
  private OptionalInt embedding = OptionalInt.empty();
  private final List<RecurrentSettings> layers = new ArrayList<>();
  private Optional<Pooling> pooling = Optional.empty();
  private Optional<DataShape.Target> target = Optional.empty();
  private int targets;

  /**
   * Reads all layers.
   *
   * @throws UnsupportedLayerException if a layer does not match; it names the first one
   */
  static RecognizedStack read(LayerChain chain) throws UnsupportedLayerException {
    LayerChainReader reader = new LayerChainReader();
    for (Link link : chain.links()) {
      reader.consume(link);
    }
    if (reader.target.isEmpty()) {
      throw new UnsupportedLayerException("the last layer", "is not an output layer");
    }
    return new RecognizedStack(
        reader.inputs.orElseThrow(),
        reader.embedding,
        reader.layers,
        reader.pooling,
        reader.target.get(),
        reader.targets);
  }

  private void consume(Link link) throws UnsupportedLayerException {
    LayerMapping mapping = new LayerMapping(link.name());
    if (target.isPresent()) {
      throw mapping.unsupported("comes after the output layer");
    }
    if (link instanceof OfLayer layer) {
      consume(mapping, layer.layer());
    } else if (link instanceof LastStep) {
      pool(mapping, Pooling.LAST, false);
    } else if (link instanceof FinalStates ends) {
      pool(mapping, Pooling.LAST, true);
      mapping.require(ends.half() == top().orElseThrow().hidden(), "cuts in another place");
    }
  }

  private void consume(LayerMapping mapping, Layer layer) throws UnsupportedLayerException {
    if (layer instanceof EmbeddingSequenceLayer table) {
      mapping.require(inputs.isEmpty(), "is an embedding that is not the first layer");
      mapping.requirePlain(table);
      inputs = OptionalInt.of(mapping.size(table.getNIn()));
      embedding = OptionalInt.of(mapping.size(table.getNOut()));
    } else if (layer instanceof GlobalPoolingLayer global) {
      pool(
          mapping,
          mapping.pooling(global),
          top().map(RecurrentSettings::bidirectional).orElse(false));
    } else if (layer instanceof LastTimeStep last) {
      consumeRecurrent(mapping, last.getUnderlying());
      pool(mapping, Pooling.LAST, false);
    } else if (layer.getClass() == RnnOutputLayer.class || layer.getClass() == OutputLayer.class) {
      consumeOutput(mapping, (BaseOutputLayer) layer);
    } else {
      consumeRecurrent(mapping, layer);
    }
  }

  /** Returns the highest recurrent layer so far, whose width does not depend on its inputs. */
  private Optional<RecurrentSettings> top() {
    return layers.isEmpty() ? Optional.empty() : Optional.of(layers.get(layers.size() - 1));
  }

  private void consumeRecurrent(LayerMapping mapping, Layer layer)
      throws UnsupportedLayerException {
    RecurrentSettings settings = mapping.recurrent(layer);
    mapping.require(pooling.isEmpty(), "is recurrent, but its input is not a sequence");
    int width = mapping.inputs(layer);
    if (inputs.isEmpty()) {
      inputs = OptionalInt.of(width);
    }
    int below =
        top().map(layerBelow -> layerBelow.width(0)).orElse(embedding.orElse(inputs.getAsInt()));
    mapping.require(width == below, "reads " + width + " numbers, where there are " + below);
    layers.add(settings);
  }

  /**
   * @param bidirectional whether the pooling is for two directions
   */
  private void pool(LayerMapping mapping, Pooling layerPooling, boolean bidirectional)
      throws UnsupportedLayerException {
    mapping.require(
        pooling.isEmpty() && !layers.isEmpty(), "pools without a recurrent layer below");
    mapping.require(
        top().orElseThrow().bidirectional() == bidirectional,
        "takes the last step of both directions, where the second has read one step only");
    pooling = Optional.of(layerPooling);
  }

  private void consumeOutput(LayerMapping mapping, BaseOutputLayer layer)
      throws UnsupportedLayerException {
    mapping.require(!layers.isEmpty(), "is an output layer without a recurrent one below");
    mapping.require(
        pooling.isPresent() == (layer instanceof OutputLayer),
        pooling.isPresent()
            ? "outputs a sequence for a vector"
            : "outputs a vector for a sequence");
    int below = top().orElseThrow().width(0);
    mapping.require(
        layer.getNIn() == below, "reads " + layer.getNIn() + " numbers, where there are " + below);
    target = Optional.of(mapping.target(layer));
    targets = mapping.size(layer.getNOut());
  }
}
