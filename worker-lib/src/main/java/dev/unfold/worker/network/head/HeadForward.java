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
   * Computes what is put out at a position: unnormalized log-probabilities of classes, logits of
   * what may be there, or the numbers of a frame.
   *
   * @param position of the chunk
   * @param to as many numbers as there are targets
   */
  void outputInto(int position, float[] to);

  /** Computes what is put out at every position of a chunk that has a target, in their order. */
  void outputs(Chunk chunk, OutputConsumer consumer);

  /**
   * Opens its backward half.
   *
   * @param gradient the flat gradient vector
   */
  HeadBackward openBackward(Matrix gradient);
}
