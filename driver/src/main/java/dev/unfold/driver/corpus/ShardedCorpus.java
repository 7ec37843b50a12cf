package dev.unfold.driver.corpus;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.ChunkSource;
import dev.unfold.worker.sequence.TextSize;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * A corpus that is split into shards and chunks, deterministically. It is small and serialized with
 * every task.
 */
public interface ShardedCorpus extends Serializable {
  /**
   * The number of steps of a chunk, T, in evaluation. Longer chunks would cost memory and change no
   * result, since state is carried.
   */
  int EVALUATION_STEPS = 50;

  /** Returns the number of shards, W. */
  int shards();

  /** Returns the number of lanes of a shard, B. */
  int batch();

  /** Returns the number of steps of the longest chunk: T and those that are read ahead. */
  int steps();

  /**
   * Returns the number of steps of the longest source sequence of a chunk; 0 if chunks have none.
   */
  int sourceSteps();

  /**
   * Returns the labels of targets that the training corpus never had, in the order of their ids;
   * available on the driver only.
   */
  default List<String> unseenLabels() {
    return List.of();
  }

  /**
   * Returns the size of the text of which the corpus is made; none if it is another one. Available
   * on the driver only.
   */
  default TextSize textSize() {
    return TextSize.NONE;
  }

  /** Returns the number of targets of all shards; available on the driver only. */
  long targets();

  /** Returns the chunks of an epoch, which are determined once for all of its rounds and tasks. */
  Epoch epoch(long epoch);

  /** The chunks of all shards in one epoch. It is small and serialized with every task. */
  interface Epoch extends Serializable {
    /** Returns the number of chunks of each shard, the same for all shards. */
    long chunks();

    /**
     * Opens the chunks of a shard.
     *
     * @throws IOException if the corpus cannot be opened
     */
    ShardChunks open(int shard, Configuration configuration) throws IOException;
  }

  /**
   * The chunks of a shard, readable until the corpus is closed.
   *
   * @param corpus the corpus from which they are read
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
