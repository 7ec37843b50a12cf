package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.network.layer.Layer;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.LayerStates;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.settings.training.RecurrentWeightSettings;
import dev.unfold.worker.tensor.Operand;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two recurrent layers over the same sequences, one of them from the last step to the first, whose
 * outputs are concatenated (Schuster and Paliwal 1997). Each sequence is reversed within its own
 * length, also if a lane holds several, which are separated by resets.
 *
 * <p>It sees whole sequences only and carries nothing from chunk to chunk.
 */
public final class BidirectionalLayer implements Layer {
  private final RecurrentLayer forwardLayer;
  private final RecurrentLayer backwardLayer;

  /**
   * @param prefix the prefix of the names of its tensors
   * @param inputs width of its input
   * @param hidden H, of each direction
   * @param training how the recurrent weights are trained
   */
  public BidirectionalLayer(
      ParameterLayout.Builder layout,
      String prefix,
      Cell cell,
      int inputs,
      int hidden,
      RecurrentWeightSettings training) {
    forwardLayer = new RecurrentLayer(layout, prefix, cell, inputs, hidden, training);
    backwardLayer = new RecurrentLayer(layout, prefix + ".reverse", cell, inputs, hidden, training);
  }

  @Override
  public int width() {
    return forwardLayer.width() + backwardLayer.width();
  }

  @Override
  public List<Integer> stateWidths() {
    return List.of();
  }

  /**
   * Returns the widths of the final states of the forward layer, then those of the backward layer,
   * which ends at the first step.
   */
  @Override
  public List<Integer> finalStateWidths() {
    return Stream.of(forwardLayer, backwardLayer)
        .flatMap(layer -> layer.finalStateWidths().stream())
        .toList();
  }

  @Override
  public LayerForward open(PassMemory memory, Operand input, LayerStates states) {
    return new BidirectionalForward(forwardLayer, backwardLayer, memory, input, states);
  }
}
