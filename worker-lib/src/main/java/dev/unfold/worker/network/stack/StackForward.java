package dev.unfold.worker.network.stack;

import dev.unfold.worker.network.layer.ForwardMode;
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
public final class StackForward implements LayerForward {
  private final List<LayerForward> layers = new ArrayList<>();

  /** Opens the layers and the input layer, or the lowest layer and the input layer as one. */
  public StackForward(LayerStack stack, PassMemory memory, LayerStates states) {
    Optional<LayerForward> fused =
        stack.layers().stream()
            .findFirst()
            .flatMap(
                lowest -> lowest.openFused(memory, stack.input(), ofLayer(lowest, states, 0, 0)));
    layers.add(fused.orElseGet(() -> stack.input().open(memory)));
    openLayers(stack, fused.isPresent() ? 1 : 0, memory, startingFrom(layers.get(0), states));
  }

  /**
   * Opens the layers over an input that is already open, instead of the input layer of the stack.
   *
   * @param input the input, which is as wide as the lowest layer expects
   */
  public StackForward(LayerStack stack, LayerForward input, PassMemory memory, LayerStates states) {
    layers.add(input);
    openLayers(stack, 0, memory, startingFrom(input, states));
  }

  /** Returns the states with those that an input determines in place of zeros. */
  private static LayerStates startingFrom(LayerForward input, LayerStates states) {
    return input
        .start()
        .map(start -> new LayerStates(states.carry(), Optional.of(start), states.end()))
        .orElse(states);
  }

  /** Opens the layers from index {@code from}, each over the output of the one below. */
  private void openLayers(LayerStack stack, int from, PassMemory memory, LayerStates states) {
    int firstState = 0;
    int firstFinalState = 0;
    for (int i = 0; i < stack.layers().size(); i++) {
      Layer layer = stack.layers().get(i);
      if (i >= from) {
        LayerForward below = layers.get(layers.size() - 1);
        layers.add(open(layer, memory, below, ofLayer(layer, states, firstState, firstFinalState)));
      }
      firstState += layer.stateWidths().size();
      firstFinalState += layer.finalStateWidths().size();
    }
  }

  private static LayerForward open(
      Layer layer, PassMemory memory, LayerForward below, LayerStates states) {
    return below
        .classes()
        .flatMap(classes -> layer.openOverClasses(memory, classes, states))
        .orElseGet(() -> layer.open(memory, below.output(), states));
  }

  /**
   * Returns the states of one layer out of those of all layers.
   *
   * @param firstState the index of the layer's first carried state
   * @param firstFinalState the index of the layer's first final state
   */
  private static LayerStates ofLayer(
      Layer layer, LayerStates states, int firstState, int firstFinalState) {
    int count = layer.finalStateWidths().size();
    return new LayerStates(
        states.carry().subList(firstState, firstState + layer.stateWidths().size()),
        states.start().map(port -> port.part(firstFinalState, count)),
        states.end().map(port -> port.part(firstFinalState, count)));
  }

  @Override
  public void parametersChanged() {
    layers.forEach(LayerForward::parametersChanged);
  }

  @Override
  public void restrict(Chunk chunk, boolean[] used) {
    for (int i = layers.size() - 1; i >= 0; i--) {
      layers.get(i).restrict(chunk, used);
    }
  }

  @Override
  public void forward(Chunk chunk, ForwardMode mode) {
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).forward(chunk, mode);
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
