package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.parameters.OrthogonalBlocks;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.settings.training.InitialValueSettings;
import dev.unfold.worker.settings.training.RecurrentWeightSettings;
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
 * @param secondBias [1, n], of the other gates, beside U h(t-1), if there is one
 * @param dropout the probability that an element of U is dropped in a chunk
 */
record RecurrentWeights(
    Cell cell,
    int hidden,
    ParameterTensor input,
    ParameterTensor recurrent,
    ParameterTensor bias,
    Optional<ParameterTensor> recurrentBias,
    Optional<ParameterTensor> secondBias,
    double dropout) {
  /**
   * Adds the tensors to a layout.
   *
   * @param prefix the prefix of their names
   * @param inputs the width of the input
   * @param hidden H
   * @param training how U is trained
   */
  static RecurrentWeights of(
      ParameterLayout.Builder layout,
      String prefix,
      Cell cell,
      int inputs,
      int hidden,
      RecurrentWeightSettings training) {
    Initializer uniform = Initializer.Uniform.ofWidth(hidden);
    Initializer recurrent = initializer(training.initialValues(), hidden, cell.gates());
    int gates = cell.gates() * hidden;
    int withoutBias = cell.gatesRecurrentTerm() ? gates - hidden : gates;
    return new RecurrentWeights(
        cell,
        hidden,
        layout.add(prefix + ".input_weight", inputs, gates, uniform),
        layout.add(prefix + ".recurrent_weight", hidden, gates, recurrent),
        layout.addBias(prefix + ".bias", gates, cell.bias(hidden)),
        cell.gatesRecurrentTerm()
            ? Optional.of(layout.addBias(prefix + ".recurrent_bias", hidden, uniform))
            : Optional.empty(),
        training.secondBias()
            ? Optional.of(layout.addBias(prefix + ".second_bias", withoutBias, uniform))
            : Optional.empty(),
        training.dropout());
  }

  /** Returns the distribution of U, which has a square block for each gate. */
  private static Initializer initializer(
      InitialValueSettings.Weights values, int hidden, int gates) {
    return switch (values) {
      case UNIFORM -> Initializer.Uniform.ofWidth(hidden);
      case GLOROT -> Initializer.Uniform.glorot(hidden, hidden);
      case ORTHOGONAL -> new OrthogonalBlocks(gates);
    };
  }
}
