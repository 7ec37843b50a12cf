package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.parameters.ParameterSlot;
import java.util.Optional;

/**
 * The cell of a recurrent layer and its tensors. Weights have the shape [in, gates * H], so that a
 * product with the rows of a step yields all gates.
 *
 * @param hidden H
 * @param input W, [in, gates * H]
 * @param recurrent U, [H, gates * H]
 * @param bias b, [1, gates * H]
 * @param recurrentBias [1, H], of the recurrent term of the last gate, if the cell gates that term
 */
record RecurrentWeights(
    Cell cell,
    int hidden,
    ParameterSlot input,
    ParameterSlot recurrent,
    ParameterSlot bias,
    Optional<ParameterSlot> recurrentBias) {
  /**
   * Adds the tensors to a layout.
   *
   * @param prefix the prefix of their names
   * @param inputs the width of the input
   * @param hidden H
   */
  static RecurrentWeights of(
      ParameterLayout.Builder layout, String prefix, Cell cell, int inputs, int hidden) {
    Initializer uniform = Initializer.Uniform.ofWidth(hidden);
    int gates = cell.gates() * hidden;
    return new RecurrentWeights(
        cell,
        hidden,
        layout.add(prefix + ".input_weight", inputs, gates, uniform),
        layout.add(prefix + ".recurrent_weight", hidden, gates, uniform),
        layout.add(prefix + ".bias", 1, gates, cell.bias(hidden)),
        cell.gatesRecurrentTerm()
            ? Optional.of(layout.add(prefix + ".recurrent_bias", 1, hidden, uniform))
            : Optional.empty());
  }
}
