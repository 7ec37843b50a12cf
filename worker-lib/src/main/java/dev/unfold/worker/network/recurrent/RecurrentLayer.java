package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.network.layer.EmbeddingTable;
import dev.unfold.worker.network.layer.InputLayer;
import dev.unfold.worker.network.layer.Layer;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.LayerStates;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.settings.training.RecurrentWeightSettings;
import dev.unfold.worker.tensor.Operand;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A recurrent layer of any cell. */
public final class RecurrentLayer implements Layer {
  private final RecurrentWeights weights;

  /**
   * @param prefix the prefix of the names of its tensors
   * @param inputs width of its input
   * @param hidden H
   * @param training how the recurrent weights are trained
   */
  public RecurrentLayer(
      ParameterLayout.Builder layout,
      String prefix,
      Cell cell,
      int inputs,
      int hidden,
      RecurrentWeightSettings training) {
    weights = RecurrentWeights.of(layout, prefix, cell, inputs, hidden, training);
  }

  @Override
  public int width() {
    return weights.hidden();
  }

  @Override
  public List<Integer> stateWidths() {
    return Collections.nCopies(weights.cell().states(), weights.hidden());
  }

  @Override
  public LayerForward open(PassMemory memory, Operand input, LayerStates states) {
    return open(memory, new DenseProjection(memory, weights.input(), input), states);
  }

  /** Opens its forward half with the products of the rows of the table instead of its tokens. */
  @Override
  public Optional<LayerForward> openFused(PassMemory memory, InputLayer input, LayerStates states) {
    return input
        .table()
        .filter(table -> isCheaperFused(table, memory))
        .map(table -> new TokenProjection(memory, table, weights.input()))
        .map(projection -> open(memory, projection, states));
  }

  /**
   * Returns whether {@link #openFused} is cheaper than an embedding followed by {@link #open}. It
   * overwrites the gradient of the embedding, which therefore must not be tied, and multiplies its
   * rows before a chunk is known, so that none of them may be dropped.
   */
  public static boolean isCheaperFused(EmbeddingTable embedding, PassMemory memory) {
    return !embedding.tied()
        && embedding.dropout() == 0
        && TokenProjection.isCheaper(embedding.weight().rows(), memory.positions());
  }

  private RecurrentForward open(PassMemory memory, InputProjection projection, LayerStates states) {
    return new RecurrentForward(RecurrentPass.of(weights, memory, projection, states));
  }
}
