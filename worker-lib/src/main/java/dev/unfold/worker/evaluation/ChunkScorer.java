package dev.unfold.worker.evaluation;

import dev.unfold.worker.sequence.Chunk;
import java.util.List;

/** Counts how well a network does on chunks. */
interface ChunkScorer extends AutoCloseable {
  /** Counts a chunk, the one whose loss was computed last. */
  void add(Chunk chunk);

  /** Returns the counts so far. */
  List<Score.Count<?>> counts();

  @Override
  void close();
}
