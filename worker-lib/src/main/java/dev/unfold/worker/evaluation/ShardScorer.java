package dev.unfold.worker.evaluation;

import dev.unfold.worker.sequence.Chunk;
import java.util.List;

/** Measures the quality of a network's outputs on the chunks of a shard. */
interface ShardScorer extends AutoCloseable {
  /** Adds the chunk whose loss was computed last. */
  void add(Chunk chunk);

  /** Returns the counts so far. */
  List<Score.Count<?>> counts();

  @Override
  void close();
}
