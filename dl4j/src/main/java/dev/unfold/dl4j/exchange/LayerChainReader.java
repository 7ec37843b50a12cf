package dev.unfold.dl4j.exchange;

import dev.unfold.dl4j.exchange.LayerChain.BothEnds;
import dev.unfold.dl4j.exchange.LayerChain.LastStep;
import dev.unfold.dl4j.exchange.LayerChain.Link;
import dev.unfold.dl4j.exchange.LayerChain.OfLayer;
import dev.unfold.dl4j.exchange.RecognizedStack.Recurrent;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.EncoderSettings.Pooling;
import java.util.Optional;
import java.util.OptionalInt;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;

/** Reads the layers of a chain from the input on, as long as a built-in network has them. */
final class LayerChainReader {
  private OptionalInt inputs = OptionalInt.empty();
  private OptionalInt embedding = OptionalInt.empty();
  private Optional<Recurrent> recurrent = Optional.empty();
  private int layers;
  private Optional<Pooling> pooling = Optional.empty();
  private Optional<DataShape.Target> target = Optional.empty();
  private int targets;

  /**
   * Reads all layers.
   *
   * @throws UnsupportedLayerException naming the first that no built-in network has there
   */
  static RecognizedStack read(LayerChain chain) throws UnsupportedLayerException {
    LayerChainReader reader = new LayerChainReader();
    for (Link link : chain.links()) {
      reader.take(link);
    }
    if (reader.target.isEmpty()) {
      throw new UnsupportedLayerException("the last layer", "is not an output layer");
    }
    return new RecognizedStack(
        reader.inputs.orElseThrow(),
        reader.embedding,
        reader.recurrent.orElseThrow(),
        reader.layers,
        reader.pooling,
        reader.target.get(),
        reader.targets);
  }

  private void take(Link link) throws UnsupportedLayerException {
    LayerMapping known = new LayerMapping(link.name());
    if (target.isPresent()) {
      throw known.unknown("comes after the output layer");
    }
    if (link instanceof OfLayer layer) {
      take(known, layer.layer());
    } else if (link instanceof LastStep) {
      pool(known, Pooling.LAST, false);
    } else if (link instanceof BothEnds ends) {
      pool(known, Pooling.LAST, true);
      known.require(ends.half() == recurrent.orElseThrow().hidden(), "cuts in another place");
    }
  }

  private void take(LayerMapping known, Layer layer) throws UnsupportedLayerException {
    if (layer instanceof EmbeddingSequenceLayer table) {
      known.require(inputs.isEmpty(), "is an embedding that is not the first layer");
      known.requirePlain(table);
      inputs = OptionalInt.of(known.size(table.getNIn()));
      embedding = OptionalInt.of(known.size(table.getNOut()));
    } else if (layer instanceof GlobalPoolingLayer global) {
      pool(known, known.pooling(global), recurrent.map(Recurrent::bidirectional).orElse(false));
    } else if (layer instanceof LastTimeStep last) {
      takeRecurrent(known, last.getUnderlying());
      pool(known, Pooling.LAST, false);
    } else if (layer.getClass() == RnnOutputLayer.class || layer.getClass() == OutputLayer.class) {
      takeOutput(known, (BaseOutputLayer) layer);
    } else {
      takeRecurrent(known, layer);
    }
  }

  private void takeRecurrent(LayerMapping known, Layer layer) throws UnsupportedLayerException {
    Recurrent found = known.recurrent(layer);
    known.require(pooling.isEmpty(), "is recurrent, but its input is not a sequence");
    known.require(
        recurrent.isEmpty() || recurrent.get().equals(found),
        "is another recurrent layer than the one below");
    int wide = known.inputs(layer);
    if (inputs.isEmpty()) {
      inputs = OptionalInt.of(wide);
    }
    int below = recurrent.map(Recurrent::width).orElse(embedding.orElse(inputs.getAsInt()));
    known.require(wide == below, "reads " + wide + " numbers, where there are " + below);
    recurrent = Optional.of(found);
    layers++;
  }

  /**
   * @param bidirectional whether it is for two directions
   */
  private void pool(LayerMapping known, Pooling found, boolean bidirectional)
      throws UnsupportedLayerException {
    known.require(
        pooling.isEmpty() && recurrent.isPresent(), "pools without a recurrent layer below");
    known.require(
        recurrent.get().bidirectional() == bidirectional,
        "takes the last step of both directions, where the second has read one step only");
    pooling = Optional.of(found);
  }

  private void takeOutput(LayerMapping known, BaseOutputLayer layer)
      throws UnsupportedLayerException {
    known.require(recurrent.isPresent(), "is an output layer without a recurrent one below");
    known.require(
        pooling.isPresent() == (layer instanceof OutputLayer),
        pooling.isPresent()
            ? "outputs a sequence for a vector"
            : "outputs a vector for a sequence");
    int below = recurrent.get().width();
    known.require(
        layer.getNIn() == below, "reads " + layer.getNIn() + " numbers, where there are " + below);
    target = Optional.of(known.target(layer));
    targets = known.size(layer.getNOut());
  }
}
