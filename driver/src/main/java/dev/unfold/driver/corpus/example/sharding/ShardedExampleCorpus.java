package dev.unfold.driver.corpus.example.sharding;

import dev.unfold.driver.corpus.ShardedCorpus;
import dev.unfold.driver.corpus.example.EncodedExampleCorpus;
import dev.unfold.driver.corpus.example.EncodedExampleSource;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.ChunkSource;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.batch.EpochOrder;
import dev.unfold.worker.sequence.batch.ExampleBatchLayout;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.LabelSet;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * Examples that are split into batches, differently in each epoch.
 *
 * @param chunks the factory of the chunks of a batch
 * @param classWeights the weight of each class in the loss of training; empty if they are all 1
 */
public record ShardedExampleCorpus(
    EncodedExampleCorpus examples,
    ExampleBatchLayout layout,
    ExampleChunkFactory chunks,
    List<Double> classWeights)
    implements ShardedCorpus {
  /** Creates a corpus without weights. */
  ShardedExampleCorpus(
      EncodedExampleCorpus examples, ExampleBatchLayout layout, ExampleChunkFactory chunks) {
    this(examples, layout, chunks, List.of());
  }

  ShardedExampleCorpus withClassWeights(double[] weights) {
    return new ShardedExampleCorpus(
        examples, layout, chunks, Arrays.stream(weights).boxed().toList());
  }

  /** Returns the weight of each label in the loss of training; available on the driver only. */
  public Map<String, Double> weightsByLabel() {
    Map<String, Double> byLabel = new LinkedHashMap<>();
    for (int id = 0; id < classWeights.size(); id++) {
      LabelSet labels = ((FieldSchema.Classes) examples.schema().target()).labels();
      byLabel.put(labels.label(id), classWeights.get(id));
    }
    return byLabel;
  }

  /** Returns the shape of the inputs and targets of a step. */
  public DataShape shape() {
    return chunks.shape();
  }

  @Override
  public List<String> unseenLabels() {
    return examples.labels().unseen();
  }

  @Override
  public long targets() {
    return examples.counts().allTargets();
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
  public Epoch epoch(long epoch) {
    return new ExamplesOfEpoch(this, new EpochOrder(layout, epoch));
  }

  private record ExamplesOfEpoch(ShardedExampleCorpus corpus, EpochOrder order) implements Epoch {
    @Override
    public long chunks() {
      return corpus.layout.chunksPerEpoch();
    }

    @Override
    public ShardChunks open(int shard, Configuration configuration) throws IOException {
      EncodedExampleSource source = corpus.examples.open(configuration);
      ChunkSource chunks =
          corpus.chunks.reader(corpus.examples, corpus.layout, order.shard(shard), source);
      double[] weights = corpus.classWeights.stream().mapToDouble(Double::doubleValue).toArray();
      return new ShardChunks(
          weights.length == 0 ? chunks : new WeightedChunks(chunks, weights), source);
    }
  }

  private record WeightedChunks(ChunkSource chunks, double[] weights) implements ChunkSource {
    @Override
    public Chunk newChunk() {
      Chunk chunk = chunks.newChunk();
      chunk.weights().setClasses(weights);
      return chunk;
    }

    @Override
    public void readInto(long index, Chunk chunk) throws IOException {
      chunks.readInto(index, chunk);
    }
  }
}
