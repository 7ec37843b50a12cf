package dev.unfold.worker.network;

import dev.unfold.worker.network.output.OutputConsumer;
import dev.unfold.worker.sequence.Chunk;

/** The outputs of the last step of chunks. */
public final class LastOutputs {
  private LastOutputs() {}

  /**
   * Evaluates a chunk and returns the output of its last step, which may be without a target.
   *
   * @param width the number of values of an output
   */
  public static float[] of(ForwardPass forward, Chunk chunk, int lane, int width) {
    int last = (chunk.steps() - 1) * chunk.batch() + lane;
    chunk.targets()[last] = Math.max(0, chunk.targets()[last]);
    float[] output = new float[width];
    OutputConsumer consumer =
        (position, values) -> {
          if (position == last) {
            System.arraycopy(values, 0, output, 0, width);
          }
        };
    forward.run(chunk);
    forward.outputs(chunk, consumer);
    return output;
  }
}
