package dev.unfold.worker.network.stack;

import dev.unfold.worker.network.layer.ChunkNoise;
import dev.unfold.worker.network.layer.Layer;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.LayerStates;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs the layers of a stack, each over the output of the one below. */
final class StackForward implements LayerForward {
  private final List<LayerForward> layers = new ArrayList<>();

  StackForward(LayerStack stack, PassMemory memory, LayerStates states) {
    Optional<LayerForward> fused =
        stack.layers().stream()
            .findFirst()
            .flatMap(
                lowest -> lowest.openFused(memory, stack.input(), states.ofLayer(lowest, 0, 0)));
    layers.add(fused.orElseGet(() -> stack.input().open(memory)));
    openLayers(stack, fused.isPresent() ? 1 : 0, memory, states);
  }

  /** Creates a forward pass over an input that is already open. */
  StackForward(LayerStack stack, LayerForward input, PassMemory memory, LayerStates states) {
    layers.add(input);
    openLayers(stack, 0, memory, states);
  }

  /** Opens the layers from index {@code from}, each over the output of the one below. */
  private void openLayers(LayerStack stack, int from, PassMemory memory, LayerStates states) {
    int firstState = 0;
    int firstFinalState = 0;
    for (int i = 0; i < stack.layers().size(); i++) {
      Layer layer = stack.layers().get(i);
      if (i >= from) {
        layers.add(
            layer.open(memory, output(), states.ofLayer(layer, firstState, firstFinalState)));
      }
      firstState += layer.stateWidths().size();
      firstFinalState += layer.finalStateWidths().size();
    }
  }

  @Override
  public void parametersChanged() {
    layers.forEach(LayerForward::parametersChanged);
  }

  @Override
  public void forward(Chunk chunk, ChunkNoise noise) {
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
