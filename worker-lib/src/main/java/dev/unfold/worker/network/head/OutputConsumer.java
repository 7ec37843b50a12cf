package dev.unfold.worker.network.head;

/** Receives the output of a network at a position of a chunk. */
@FunctionalInterface
public interface OutputConsumer {
  /**
   * Receives an output.
   *
   * @param position of the chunk: step times batch plus lane
   * @param output as {@link HeadForward#outputInto} computes it; reused for the next position
   */
  void accept(int position, float[] output);
}
