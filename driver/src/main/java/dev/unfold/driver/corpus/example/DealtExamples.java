package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.DealtCorpus;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.example.ExampleChunkReader;
import dev.unfold.worker.sequence.example.ExampleLayout;
import dev.unfold.worker.sequence.example.TargetPlace;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/**
 * Examples dealt to batches, anew in each epoch.
 *
 * @param shape of a step
 * @param place where the target stands
 * @param letters of a word that are read, where words are spelled out
 */
public record DealtExamples(
    EncodedExamples examples, ExampleLayout layout, DataShape shape, TargetPlace place, int letters)
    implements DealtCorpus {
  @Override
  public int shards() {
    return layout.shards();
  }

  @Override
  public int batch() {
    return layout.cut().batch();
  }

  @Override
  public int steps() {
    return layout.longestChunk();
  }

  @Override
  public long chunksPerEpoch() {
    return layout.chunksPerEpoch();
  }

  @Override
  public ShardChunks open(long epoch, int shard, Configuration configuration) throws IOException {
    EncodedExampleSource source = examples.open(configuration);
    ExampleChunkReader.ChunkForm form =
        new ExampleChunkReader.ChunkForm(steps(), batch(), shape, place, letters);
    return new Opened(source, new ExampleChunkReader(layout.shard(epoch, shard), source, form));
  }

  private record Opened(EncodedExampleSource source, ExampleChunkReader chunks)
      implements ShardChunks {
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
      source.close();
    }
  }
}
