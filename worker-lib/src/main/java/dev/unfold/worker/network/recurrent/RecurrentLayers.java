package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.network.layer.Layer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.settings.network.RecurrentSettings;

/** Creates recurrent layers. */
public final class RecurrentLayers {
  private RecurrentLayers() {}

  /**
   * Creates a layer that reads in one direction or in both.
   *
   * @param prefix the prefix of the names of its tensors
   * @param inputs the width of its input
   */
  public static Layer create(
      RecurrentSettings settings, ParameterLayout.Builder layout, String prefix, int inputs) {
    Cell cell = Cell.of(settings);
    return settings.bidirectional()
        ? new BidirectionalLayer(layout, prefix, cell, inputs, settings.hidden())
        : new RecurrentLayer(layout, prefix, cell, inputs, settings.hidden());
  }
}
