package dev.unfold.worker.sequence.batch;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.ChunkSource;
import dev.unfold.worker.sequence.segment.ExampleSource;
import java.io.IOException;

/** Fills chunks with examples, one per lane, starting at the first step of the lane. */
public final class ExampleChunkReader implements ChunkSource {
  private final ShardSchedule order;
  private final ExampleBatch batch;
  private final ExampleChunkLayout layout;

  public ExampleChunkReader(
      ShardSchedule order, ExampleSource examples, ExampleChunkLayout layout) {
    this.order = order;
    batch = new ExampleBatch(examples);
    this.layout = layout;
  }

  @Override
  public Chunk newChunk() {
    return layout.newChunk();
  }

  @Override
  public void readInto(long index, Chunk chunk) throws IOException {
    ExampleChunk content = order.chunk(index);
    StepRange range = content.range();
    layout.writeSegmentsInto(chunk, batch.read(content.examples(), range), range);
  }
}
