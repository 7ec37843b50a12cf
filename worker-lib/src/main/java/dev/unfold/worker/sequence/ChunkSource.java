package dev.unfold.worker.sequence;

import java.io.IOException;

/** The chunks of one shard in one epoch. Implementations are not thread-safe. */
public interface ChunkSource {
  /** Creates a chunk that {@link #readInto} can fill. */
  Chunk newChunk();

  /**
   * Fills a chunk.
   *
   * @param index the index of the chunk in the epoch, from 0
   * @throws IOException if the corpus cannot be read
   */
  void readInto(long index, Chunk chunk) throws IOException;
}
