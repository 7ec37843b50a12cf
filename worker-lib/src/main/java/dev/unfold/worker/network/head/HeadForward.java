package dev.unfold.worker.network.head;

import dev.unfold.worker.network.output.OutputConsumer;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;

/** The forward half of a head. */
public interface HeadForward {
  /** Must be called after the parameters were set or changed. */
  void parametersChanged();

  /**
   * Computes the sum of the losses of a chunk's unmasked targets, in the unit of {@link
   * Head#lossUnit}.
   */
  double loss(Chunk chunk);

  /**
   * Passes the output at every position of a chunk that has a target to a consumer, in the order of
   * the positions.
   */
  void outputs(Chunk chunk, OutputConsumer consumer);

  /**
   * Opens its backward half.
   *
   * @param gradient the flat gradient vector
   */
  HeadBackward openBackward(Matrix gradient);
}
