package dev.unfold.worker.sequence.example;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.ChunkSource;
import dev.unfold.worker.sequence.DataShape;
import java.io.IOException;
import java.util.List;

/** Fills chunks with examples, one a lane, from the first step of the lane on. */
public final class ExampleChunkReader implements ChunkSource {
  private final ShardOrder order;
  private final ExampleBatch batch;
  private final ChunkForm form;

  /**
   * How examples stand in chunks.
   *
   * @param steps T, of the longest chunk
   * @param batch B
   * @param shape of a step
   * @param place where the target stands
   * @param letters of a word that are read, where words are spelled out
   */
  public record ChunkForm(int steps, int batch, DataShape shape, TargetPlace place, int letters) {}

  public ExampleChunkReader(ShardOrder order, ExampleSource examples, ChunkForm form) {
    this.order = order;
    batch = new ExampleBatch(examples);
    this.form = form;
  }

  @Override
  public Chunk newChunk() {
    return new Chunk(form.steps(), form.batch(), form.shape(), form.letters());
  }

  @Override
  public void readInto(long index, Chunk chunk) throws IOException {
    ExampleChunk wanted = order.chunk(index);
    List<Example> read = batch.read(wanted.examples());
    ExampleInputs inputs = new ExampleInputs(chunk, form.letters());
    ExampleInputs.clear(chunk);
    for (int lane = 0; lane < read.size(); lane++) {
      inputs.fill(lane, read.get(lane), wanted);
      fillTargets(chunk, lane, read.get(lane), wanted);
    }
    inputs.filled();
    chunk.filled(Math.max(1, wanted.steps()));
  }

  private void fillTargets(Chunk chunk, int lane, Example example, ExampleChunk wanted) {
    boolean everyStep = form.place() == TargetPlace.EVERY_STEP;
    int last = example.input().steps() - 1;
    int from = everyStep ? wanted.firstStep() : Math.max(last, wanted.firstStep());
    for (int step = from; step <= Math.min(last, wanted.lastStep()); step++) {
      int position = (step - wanted.firstStep()) * chunk.batch() + lane;
      int ofTarget = everyStep ? step : 0;
      ExampleInputs.write(
          example.target(), ofTarget, position, chunk.targets(), chunk.targetFrames());
    }
  }
}
