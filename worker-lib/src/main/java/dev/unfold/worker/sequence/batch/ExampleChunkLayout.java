package dev.unfold.worker.sequence.batch;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.TargetPosition;
import dev.unfold.worker.sequence.segment.ExampleSegment;
import java.util.List;

/**
 * The layout of examples in chunks: one example per lane, starting at the first step of the lane.
 *
 * @param steps the number of steps of the longest chunk, including those that are read ahead
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
   * @param range the steps of the examples that are in the chunk
   */
  public void writeInto(Chunk chunk, List<Example> examples, StepRange range) {
    writeSegmentsInto(
        chunk,
        examples.stream().map(example -> List.of(ExampleSegment.whole(example))).toList(),
        range);
  }

  /**
   * Replaces the content of a chunk by steps of examples, some or all of which may be shorter.
   *
   * @param examples the segments of at most B examples that have these steps
   * @param range the steps of the examples that are in the chunk
   */
  public void writeSegmentsInto(Chunk chunk, List<List<ExampleSegment>> examples, StepRange range) {
    ExampleInputWriter inputs = new ExampleInputWriter(chunk, shape, maxCharacters);
    ExampleInputWriter.clear(chunk);
    for (int lane = 0; lane < examples.size(); lane++) {
      for (ExampleSegment segment : examples.get(lane)) {
        inputs.fill(lane, segment, range);
        if (place != TargetPosition.OWN_SEQUENCE) {
          writeTargets(chunk, lane, segment, range);
        }
      }
    }
    inputs.filled();
    int steps = Math.max(1, range.steps());
    chunk.filled(steps + range.ahead(), steps);
  }

  /** Writes the targets of the steps that have one and are not read ahead. */
  private void writeTargets(Chunk chunk, int lane, ExampleSegment segment, StepRange range) {
    Example example = segment.example();
    boolean everyStep = place == TargetPosition.EVERY_STEP;
    if (!everyStep && !segment.last()) {
      return;
    }
    int from = Math.max(everyStep ? segment.first() : segment.end() - 1, range.first());
    for (int step = from; step < Math.min(segment.end(), range.end()); step++) {
      int position = (step - range.first()) * chunk.batch() + lane;
      int targetStep = everyStep ? step - segment.first() : 0;
      if (!example.target().hasValue(targetStep)) {
        continue;
      }
      ExampleInputWriter.write(
          example.target(), targetStep, position, chunk.targets(), chunk.targetFrames());
      if (example.weights().isPresent()) {
        chunk.weights().set(position, example.weight(targetStep));
      }
      int unseen = chunk.targets()[position] - shape.targets();
      if (shape.target() == DataShape.Target.CLASSES && unseen >= 0) {
        chunk.targets()[position] = Chunk.unseenTarget(unseen);
      }
    }
  }
}
