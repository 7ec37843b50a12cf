package dev.unfold.worker.network.stack;

import dev.unfold.worker.network.layer.Embedding;
import dev.unfold.worker.network.layer.Layer;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.Noise;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.recurrent.RecurrentLayer;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.ArrayList;
import java.util.List;

/** Runs the layers of a stack, each over what the one below put out. */
final class StackForward implements LayerForward {
  private final List<LayerForward> layers = new ArrayList<>();

  StackForward(LayerStack stack, PassMemory memory, List<Matrix> carry) {
    int states = 0;
    for (Layer layer : stack.layers()) {
      int count = layer.stateWidths().size();
      List<Matrix> ofLayer = carry.subList(states, states + count);
      if (layers.isEmpty()) {
        openLowest(stack, layer, memory, ofLayer);
      } else {
        layers.add(layer.open(memory, output(), ofLayer));
      }
      states += count;
    }
    if (layers.isEmpty()) {
      layers.add(stack.input().open(memory));
    }
  }

  /** Opens what reads the tokens: the input and the layer above, or both in one. */
  private void openLowest(LayerStack stack, Layer layer, PassMemory memory, List<Matrix> carry) {
    if (layer instanceof RecurrentLayer recurrent
        && stack.input() instanceof Embedding embedding
        && recurrent.paysOverTokens(embedding, memory)) {
      layers.add(recurrent.openOverTokens(memory, embedding, carry));
    } else {
      layers.add(stack.input().open(memory));
      layers.add(layer.open(memory, output(), carry));
    }
  }

  @Override
  public void parametersChanged() {
    layers.forEach(LayerForward::parametersChanged);
  }

  @Override
  public void forward(Chunk chunk, Noise noise) {
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).forward(chunk, noise);
    }
  }

  @Override
  public Operand output() {
    return layers.get(layers.size() - 1).output();
  }

  @Override
  public LayerBackward openBackward(Matrix gradient, Matrix outputGradient) {
    return new StackBackward(layers, gradient, outputGradient);
  }
}
