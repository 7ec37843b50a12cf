package dev.unfold.worker.network.head;

/** Receives what a network puts out at a position of a chunk. */
@FunctionalInterface
public interface OutputConsumer {
  /**
   * Takes an output.
   *
   * @param position of the chunk: step times batch plus lane
   * @param output as {@link HeadForward#outputInto} computes it; reused for the next position
   */
  void accept(int position, float[] output);
}
