package dev.unfold.driver.corpus;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.ChunkSource;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/**
 * A corpus dealt to shards and cut into chunks, the same for whoever asks. It is small and travels
 * with every task.
 */
public interface ShardedCorpus extends Serializable {
  /** T of evaluation: longer chunks cost memory and change nothing where state is carried. */
  int EVALUATION_STEPS = 50;

  /** W. */
  int shards();

  /** B, the lanes of a shard. */
  int batch();

  /** T, the steps of the longest chunk. */
  int steps();

  /** Steps of the longest source of a chunk; 0 where chunks have none. */
  int sourceSteps();

  /** Chunks of every shard in one epoch, the same for all shards. */
  long chunksPerEpoch();

  /** Returns what the shards read in an epoch, found once for all of its rounds and tasks. */
  Epoch epoch(long epoch);

  /** What the shards read in one epoch. It is small and travels with every task. */
  interface Epoch extends Serializable {
    /**
     * Opens what a shard reads.
     *
     * @throws IOException if the corpus cannot be opened
     */
    ShardChunks open(int shard, Configuration configuration) throws IOException;
  }

  /**
   * The chunks of a shard, as long as the corpus is open.
   *
   * @param corpus that they are read from
   */
  record ShardChunks(ChunkSource chunks, Closeable corpus) implements ChunkSource, Closeable {
    @Override
    public Chunk newChunk() {
      return chunks.newChunk();
    }

    @Override
    public void readInto(long index, Chunk chunk) throws IOException {
      chunks.readInto(index, chunk);
    }

    @Override
    public void close() throws IOException {
      corpus.close();
    }
  }
}
