package dev.unfold.worker.network.output;

/** Receives the output of a network at a position of a chunk. */
@FunctionalInterface
public interface OutputConsumer {
  /**
   * Receives an output.
   *
   * @param position the position in the chunk: step times batch plus lane
   * @param output the output, whose meaning {@link OutputDistribution} states; the array is reused
   *     for the next position
   */
  void accept(int position, float[] output);
}
