package dev.unfold.worker.network.head;

import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.parameters.SparseRows;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import java.util.List;

/** The backward half of a head, fused with its forward half. */
public interface HeadBackward {
  /**
   * Computes the loss and the gradients of the parameters, all of which it overwrites, and of the
   * features.
   *
   * @param chunk a chunk with at least one unmasked target of a weight above 0
   * @param mode how the network ran over the chunk
   * @return the mean of the losses of the chunk's unmasked targets, with their {@link Chunk#weight
   *     weights}, times the number of those with a weight above 0, in the unit of {@link
   *     Head#lossUnit}
   */
  double lossAndGradients(Chunk chunk, ForwardMode mode);

  /** Returns the gradient of the features, [T * B, H]. */
  Matrix featureGradient();

  /**
   * Returns the tensors whose gradient differs from zero in some rows only, by default none; of all
   * others the whole gradient is overwritten.
   */
  default List<SparseRows> touchedRows() {
    return List.of();
  }
}
