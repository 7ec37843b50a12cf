package dev.unfold.dl4j.comparison;

import dev.unfold.dl4j.master.data.SequencePosition;
import dev.unfold.dl4j.network.Dl4jNetwork;
import dev.unfold.driver.corpus.ShardedCorpus;
import dev.unfold.driver.corpus.ShardedCorpus.ShardChunks;
import dev.unfold.driver.execution.TaskConfiguration;
import dev.unfold.worker.sequence.Chunk;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.nd4j.linalg.dataset.DataSet;

/**
 * The chunks of a corpus as DL4J minibatches with their positions in the lanes.
 *
 * @param taskConfiguration a task configuration whose network is a DL4J network
 */
record ChunkDataSets(TaskConfiguration taskConfiguration, ShardedCorpus corpus)
    implements Serializable {
  /** Loads all minibatches into memory, in the order of chunks and then of shards. */
  JavaRDD<DataSet> load(JavaSparkContext spark) {
    ShardedCorpus.Epoch epoch = corpus.epoch(0);
    int count = Math.toIntExact(epoch.chunks() * corpus.shards());
    JavaRDD<DataSet> minibatches =
        spark
            .parallelize(IntStream.range(0, count).boxed().toList(), corpus.shards())
            .mapPartitions(indices -> read(epoch, indices).iterator())
            .persist(StorageLevel.MEMORY_ONLY());
    minibatches.count();
    return minibatches;
  }

  private List<DataSet> read(ShardedCorpus.Epoch epoch, Iterator<Integer> indices) {
    Dl4jNetwork network = (Dl4jNetwork) taskConfiguration.buildNetwork();
    List<DataSet> minibatches = new ArrayList<>();
    indices.forEachRemaining(index -> minibatches.add(read(network, epoch, index)));
    return minibatches;
  }

  private DataSet read(Dl4jNetwork network, ShardedCorpus.Epoch epoch, int index) {
    int shard = index % corpus.shards();
    long number = index / corpus.shards();
    try (ShardChunks chunks = epoch.open(shard, taskConfiguration.hadoop().open())) {
      Chunk chunk = chunks.newChunk();
      chunks.readInto(number, chunk);
      DataSet minibatch = network.minibatch(chunk);
      minibatch.setExampleMetaData(
          IntStream.range(0, corpus.batch())
              .mapToObj(lane -> new SequencePosition("shard " + shard + " lane " + lane, number))
              .toList());
      return minibatch;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
