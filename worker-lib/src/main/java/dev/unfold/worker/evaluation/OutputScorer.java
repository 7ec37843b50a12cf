package dev.unfold.worker.evaluation;

import dev.unfold.worker.sequence.Chunk;

/** Compares outputs with their targets. */
interface OutputScorer {
  /** Must be called before the outputs of a chunk, which follows the one before it, are added. */
  default void begin(Chunk chunk) {}

  /**
   * Adds one output.
   *
   * @param position the position in the chunk, which has a target
   * @param output the output of the network
   */
  void add(Chunk chunk, int position, float[] output);

  /** Returns the counts so far. */
  Score.Count<?> count();
}
