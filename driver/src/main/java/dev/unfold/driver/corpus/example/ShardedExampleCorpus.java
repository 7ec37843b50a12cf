package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.ShardedCorpus;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.batch.EpochOrder;
import dev.unfold.worker.sequence.batch.ExampleBatchLayout;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * Examples that are split into batches, differently in each epoch.
 *
 * @param chunks the factory of the chunks of a batch
 */
public record ShardedExampleCorpus(
    EncodedExampleCorpus examples, ExampleBatchLayout layout, ExampleChunkFactory chunks)
    implements ShardedCorpus {
  /** Returns the shape of the inputs and targets of a step. */
  public DataShape shape() {
    return chunks.shape();
  }

  @Override
  public List<String> unseenLabels() {
    return examples.labels().unseen();
  }

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
    return chunks.steps(examples, layout);
  }

  @Override
  public int sourceSteps() {
    return chunks.sourceSteps(examples);
  }

  @Override
  public long chunksPerEpoch() {
    return layout.chunksPerEpoch();
  }

  @Override
  public Epoch epoch(long epoch) {
    return new ExamplesOfEpoch(this, new EpochOrder(layout, epoch));
  }

  private record ExamplesOfEpoch(ShardedExampleCorpus corpus, EpochOrder order) implements Epoch {
    @Override
    public ShardChunks open(int shard, Configuration configuration) throws IOException {
      EncodedExampleSource source = corpus.examples.open(configuration);
      return new ShardChunks(
          corpus.chunks.reader(corpus.examples, corpus.layout, order.shard(shard), source), source);
    }
  }
}
