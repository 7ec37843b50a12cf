package dev.unfold.worker.settings.network;

import java.util.List;
import java.util.stream.Stream;

/**
 * What the layers of a stack are together.
 *
 * @param layers the layers, from the lowest to the highest
 */
record StackedLayers(List<LayerSettings> layers) {
  /**
   * Returns the width of the outputs.
   *
   * @param inputs the width of the inputs
   */
  int width(int inputs) {
    int width = inputs;
    for (LayerSettings layer : layers) {
      width = layer.width(width);
    }
    return width;
  }

  /** Returns whether each recurrent layer is bidirectional. */
  Stream<Boolean> directions() {
    return layers.stream()
        .flatMap(layer -> layer.recurrent().stream())
        .map(RecurrentSettings::bidirectional);
  }

  /** Returns whether no layer reads later steps. */
  boolean areCausal() {
    return layers.stream().allMatch(layer -> layer.context().isCausal());
  }

  /** Returns the types of the layers, each once. */
  List<String> types() {
    return layers.stream().map(LayerSettings::type).distinct().toList();
  }

  /**
   * Returns the steps that an output depends on.
   *
   * @param above the steps of the highest layer that the output depends on
   */
  Context context(Context above) {
    Context context = above;
    for (LayerSettings layer : layers) {
      context = layer.context().over(context);
    }
    return context;
  }

  /**
   * Returns the number of floats for each step in the largest array that a layer keeps for a chunk.
   *
   * @param inputs the width of the inputs
   */
  int activationsPerStep(int inputs) {
    int largest = inputs;
    int width = inputs;
    for (LayerSettings layer : layers) {
      largest = Math.max(largest, layer.activationsPerStep(width));
      width = layer.width(width);
    }
    return largest;
  }
}
