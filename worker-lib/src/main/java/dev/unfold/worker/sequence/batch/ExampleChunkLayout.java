package dev.unfold.worker.sequence.batch;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.TargetPosition;
import java.util.List;

/**
 * The layout of examples in chunks: one example per lane, starting at the first step of the lane.
 *
 * @param steps T, of the longest chunk
 * @param batch B
 * @param shape the shape of a step
 * @param place the position of the target; a target that is a sequence of its own is not in the
 *     chunk
 * @param maxCharacters the maximum number of characters of a word, if words are also read as
 *     characters
 */
public record ExampleChunkLayout(
    int steps, int batch, DataShape shape, TargetPosition place, int maxCharacters) {
  /** Creates a chunk that has room for the largest chunk. */
  public Chunk newChunk() {
    return new Chunk(steps, batch, shape, maxCharacters);
  }

  /**
   * Replaces the content of a chunk by steps of examples, some or all of which may be shorter.
   *
   * @param examples the examples, at most B
   * @param firstStep the first step of the examples that is in the chunk
   * @param steps the number of steps, at most T
   */
  public void writeInto(Chunk chunk, List<Example> examples, int firstStep, int steps) {
    ExampleInputWriter inputs = new ExampleInputWriter(chunk, maxCharacters);
    ExampleInputWriter.clear(chunk);
    int lastStep = firstStep + steps - 1;
    for (int lane = 0; lane < examples.size(); lane++) {
      inputs.fill(lane, examples.get(lane), firstStep, lastStep);
      if (place != TargetPosition.OWN_SEQUENCE) {
        writeTargets(chunk, lane, examples.get(lane), firstStep, lastStep);
      }
    }
    inputs.filled();
    chunk.filled(Math.max(1, steps));
  }

  private void writeTargets(Chunk chunk, int lane, Example example, int firstStep, int lastStep) {
    boolean everyStep = place == TargetPosition.EVERY_STEP;
    int last = example.input().steps() - 1;
    int from = everyStep ? firstStep : Math.max(last, firstStep);
    for (int step = from; step <= Math.min(last, lastStep); step++) {
      int position = (step - firstStep) * chunk.batch() + lane;
      int targetStep = everyStep ? step : 0;
      ExampleInputWriter.write(
          example.target(), targetStep, position, chunk.targets(), chunk.targetFrames());
    }
  }
}
