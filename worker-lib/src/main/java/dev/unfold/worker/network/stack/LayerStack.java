package dev.unfold.worker.network.stack;

import dev.unfold.worker.network.layer.Dropout;
import dev.unfold.worker.network.layer.InputLayer;
import dev.unfold.worker.network.layer.Layer;
import java.util.ArrayList;
import java.util.List;

/**
 * The topology of a stack of layers, the lowest of which reads the chunk.
 *
 * @param input the input layer
 * @param layers the layers, from the lowest to the highest
 * @param width the width of the outputs
 */
public record LayerStack(InputLayer input, List<Layer> layers, int width) {
  public LayerStack {
    layers = List.copyOf(layers);
  }

  /** Returns the widths of the carried states, layer by layer from the lowest. */
  public List<Integer> stateWidths() {
    return layers.stream().flatMap(layer -> layer.stateWidths().stream()).toList();
  }

  /** Returns the widths of the final states, layer by layer from the lowest. */
  public List<Integer> finalStateWidths() {
    return layers.stream().flatMap(layer -> layer.finalStateWidths().stream()).toList();
  }

  /** Collects the layers of a stack, starting with the lowest. */
  public static final class Builder {
    private final InputLayer input;
    private final List<Layer> layers = new ArrayList<>();
    private int width;

    public Builder(InputLayer input) {
      this(input, 0);
    }

    /**
     * Creates a builder of a stack that is opened over a wider input.
     *
     * @param extraWidth the width that is concatenated to the input
     */
    public Builder(InputLayer input, int extraWidth) {
      this.input = input;
      width = input.width() + extraWidth;
    }

    /** Returns the input width of the next layer. */
    public int width() {
      return width;
    }

    /** Returns whether there is no layer over the input yet. */
    public boolean isEmpty() {
      return layers.isEmpty();
    }

    /** Adds a layer on top. */
    public Builder add(Layer layer) {
      layers.add(layer);
      width = layer.width();
      return this;
    }

    /**
     * Adds dropout on top if the probability is above 0.
     *
     * @param place the place, which is unique in the network
     * @param locked whether a lane has the same mask at all steps of a chunk
     */
    public Builder addDropout(double probability, int place, boolean locked) {
      return probability > 0 ? add(new Dropout(probability, width, place, locked)) : this;
    }

    public LayerStack build() {
      return new LayerStack(input, layers, width);
    }
  }
}
