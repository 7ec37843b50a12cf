package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.network.layer.Layer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.training.RecurrentWeightSettings;

/** Creates recurrent layers and their cells. */
public final class RecurrentLayers {
  private RecurrentLayers() {}

  /**
   * Creates a layer that reads in one direction or in both.
   *
   * @param prefix the prefix of the names of its tensors
   * @param inputs the width of its input
   * @param training how the recurrent weights of the network are trained
   */
  public static Layer create(
      RecurrentSettings settings,
      ParameterLayout.Builder layout,
      String prefix,
      int inputs,
      RecurrentWeightSettings training) {
    RecurrentWeightSettings weights = training.withSecondBias(settings.secondBias());
    Cell cell = cell(settings.cell(), settings.forgetBias());
    return settings.bidirectional()
        ? new BidirectionalLayer(layout, prefix, cell, inputs, settings.hidden(), weights)
        : new RecurrentLayer(layout, prefix, cell, inputs, settings.hidden(), weights);
  }

  /**
   * Creates a cell.
   *
   * @param forgetBias the constant that is added to the initial bias of the forget gate
   */
  public static Cell cell(CellKind kind, double forgetBias) {
    return switch (kind) {
      case RNN -> new SimpleRnnCell();
      case LSTM -> new LstmCell((float) forgetBias);
      case GRU -> new GruCell();
    };
  }
}
