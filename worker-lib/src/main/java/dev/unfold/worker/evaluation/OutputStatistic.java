package dev.unfold.worker.evaluation;

import dev.unfold.worker.sequence.Chunk;

/** Counts how well outputs meet their targets. */
interface OutputStatistic {
  /**
   * Counts one output.
   *
   * @param position of the chunk, which has a target
   * @param output of the network
   */
  void add(Chunk chunk, int position, float[] output);

  /** Returns the counts so far. */
  Score.Count<?> count();
}
