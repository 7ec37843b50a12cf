package dev.unfold.worker.sequence.example;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.ChunkSource;
import java.io.IOException;

/** Fills chunks with examples, one a lane, from the first step of the lane on. */
public final class ExampleChunkReader implements ChunkSource {
  private final ShardSchedule order;
  private final ExampleBatch batch;
  private final ExampleChunkLayout form;

  public ExampleChunkReader(ShardSchedule order, ExampleSource examples, ExampleChunkLayout form) {
    this.order = order;
    batch = new ExampleBatch(examples);
    this.form = form;
  }

  @Override
  public Chunk newChunk() {
    return form.newChunk();
  }

  @Override
  public void readInto(long index, Chunk chunk) throws IOException {
    ExampleChunk wanted = order.chunk(index);
    form.writeInto(chunk, batch.read(wanted.examples()), wanted.firstStep(), wanted.steps());
  }
}
