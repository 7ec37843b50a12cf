package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.network.layer.Embedding;
import dev.unfold.worker.network.layer.InputLayer;
import dev.unfold.worker.network.layer.Layer;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.LayerStates;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.parameters.ParameterSlot;
import dev.unfold.worker.tensor.Operand;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A recurrent layer of any cell. Its weights have the shape [in, gates * H], so that a product with
 * the rows of a step yields all gates.
 */
public final class RecurrentLayer implements Layer {
  private final Cell cell;
  private final int hidden;
  private final ParameterSlot inputWeight;
  private final ParameterSlot recurrentWeight;
  private final ParameterSlot bias;
  private final Optional<ParameterSlot> recurrentBias;

  /**
   * @param prefix the prefix of the names of its tensors
   * @param inputs width of its input
   * @param hidden H
   */
  public RecurrentLayer(
      ParameterLayout.Builder layout, String prefix, Cell cell, int inputs, int hidden) {
    this.cell = cell;
    this.hidden = hidden;
    Initializer uniform = Initializer.Uniform.ofWidth(hidden);
    int gates = cell.gates() * hidden;
    inputWeight = layout.add(prefix + ".input_weight", inputs, gates, uniform);
    recurrentWeight = layout.add(prefix + ".recurrent_weight", hidden, gates, uniform);
    bias = layout.add(prefix + ".bias", 1, gates, cell.bias(hidden));
    recurrentBias =
        cell.gatesRecurrentTerm()
            ? Optional.of(layout.add(prefix + ".recurrent_bias", 1, hidden, uniform))
            : Optional.empty();
  }

  @Override
  public int width() {
    return hidden;
  }

  @Override
  public List<Integer> stateWidths() {
    return Collections.nCopies(cell.states(), hidden);
  }

  @Override
  public LayerForward open(PassMemory memory, Operand input, LayerStates states) {
    InputProjection projection = new DenseProjection(memory, inputWeight, input);
    return new RecurrentForward(this, memory, projection, states);
  }

  /** Opens its forward half with the products of the rows of the table instead of its tokens. */
  @Override
  public Optional<LayerForward> openFused(PassMemory memory, InputLayer input, LayerStates states) {
    return input
        .table()
        .filter(table -> isCheaperFused(table, memory))
        .map(table -> new TokenProjection(memory, table, inputWeight))
        .map(projection -> new RecurrentForward(this, memory, projection, states));
  }

  /**
   * Returns whether {@link #openFused} is cheaper than an embedding followed by {@link #open}. It
   * overwrites the gradient of the embedding, which therefore must not be tied.
   */
  public static boolean isCheaperFused(Embedding embedding, PassMemory memory) {
    return !embedding.tied()
        && TokenProjection.isCheaper(embedding.weight().rows(), memory.positions());
  }

  Cell cell() {
    return cell;
  }

  int hidden() {
    return hidden;
  }

  ParameterSlot recurrentWeight() {
    return recurrentWeight;
  }

  ParameterSlot bias() {
    return bias;
  }

  Optional<ParameterSlot> recurrentBias() {
    return recurrentBias;
  }
}
