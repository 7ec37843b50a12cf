package dev.unfold.worker.network.stack;

import dev.unfold.worker.network.layer.Dropout;
import dev.unfold.worker.network.layer.InputLayer;
import dev.unfold.worker.network.layer.Layer;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.LayerStates;
import dev.unfold.worker.network.layer.PassMemory;
import java.util.ArrayList;
import java.util.List;

/**
 * The topology of layers on top of each other, the lowest of which reads the chunk.
 *
 * @param input what the lowest layer sees
 * @param layers from the lowest to the highest
 * @param width of the outputs
 */
public record LayerStack(InputLayer input, List<Layer> layers, int width) {
  public LayerStack {
    layers = List.copyOf(layers);
  }

  /** The widths of the states it carries, layer by layer from the lowest. */
  public List<Integer> stateWidths() {
    return layers.stream().flatMap(layer -> layer.stateWidths().stream()).toList();
  }

  /** The widths of the states it ends a sequence with, layer by layer from the lowest. */
  public List<Integer> endWidths() {
    return layers.stream().flatMap(layer -> layer.endWidths().stream()).toList();
  }

  /** Opens its forward half. */
  public LayerForward open(PassMemory memory, LayerStates states) {
    return new StackForward(this, memory, states);
  }

  /**
   * Opens its forward half over an input that was opened before, in place of its own.
   *
   * @param opened as wide as what the lowest layer sees
   */
  public LayerForward openOver(LayerForward opened, PassMemory memory, LayerStates states) {
    return new StackForward(this, opened, memory, states);
  }

  /** Collects the layers of a stack, from the lowest on. */
  public static final class Builder {
    private final InputLayer input;
    private final List<Layer> layers = new ArrayList<>();
    private int width;

    public Builder(InputLayer input) {
      this(input, 0);
    }

    /**
     * A stack that is opened over more than its input.
     *
     * @param beside numbers that stand beside those of the input
     */
    public Builder(InputLayer input, int beside) {
      this.input = input;
      width = input.width() + beside;
    }

    /** Width of what the next layer sees. */
    public int width() {
      return width;
    }

    /** Puts a layer on top. */
    public Builder add(Layer layer, int outputs) {
      layers.add(layer);
      width = outputs;
      return this;
    }

    /**
     * Puts dropout on top, if the probability is above 0.
     *
     * @param place that no other dropout of the network has
     */
    public Builder addDropout(double probability, int place) {
      return probability > 0 ? add(new Dropout(probability, width, place), width) : this;
    }

    public LayerStack build() {
      return new LayerStack(input, layers, width);
    }
  }
}
