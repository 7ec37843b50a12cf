package dev.unfold.worker.network.head;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;

/** The forward half of a head. */
public interface HeadForward {
  /** Must be called after the parameters were set or changed. */
  void parametersChanged();

  /** The sum of the losses of a chunk's unmasked targets, in nats. */
  double loss(Chunk chunk);

  /**
   * Computes unnormalised log-probabilities.
   *
   * @param position of the chunk
   * @param to [V]
   */
  void logitsInto(int position, float[] to);

  /**
   * Opens its backward half.
   *
   * @param gradient the flat gradient vector
   */
  HeadBackward openBackward(Matrix gradient);
}
