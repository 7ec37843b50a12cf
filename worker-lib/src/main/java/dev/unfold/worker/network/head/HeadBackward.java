package dev.unfold.worker.network.head;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;

/** The backward half of a head, fused with its forward half. */
public interface HeadBackward {
  /**
   * Computes the loss and the gradients of the parameters, all of which it overwrites, and of the
   * features.
   *
   * @param chunk a chunk with at least one unmasked target
   * @return the sum of the losses of the chunk's unmasked targets, in the unit of {@link
   *     Head#lossUnit}; with {@link Chunk#classWeights weights}, their weighted mean times their
   *     number
   */
  double lossAndGradients(Chunk chunk);

  /** Returns the gradient of the features, [T * B, H]. */
  Matrix featureGradient();
}
