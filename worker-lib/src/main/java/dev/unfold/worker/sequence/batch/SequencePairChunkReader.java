package dev.unfold.worker.sequence.batch;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.ChunkSource;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.example.TargetPosition;
import dev.unfold.worker.sequence.segment.ExampleSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills chunks with complete examples whose target is a sequence of its own, one per lane: the
 * source of the chunk is the input; the chunk reads the boundary and then the target, and predicts
 * the target and then the boundary.
 *
 * <pre>
 * inputs    boundary  a         b
 * targets   a         b         boundary
 * </pre>
 */
public final class SequencePairChunkReader implements ChunkSource {
  private final ShardSchedule order;
  private final ExampleSource examples;
  private final PairLayout layout;

  /**
   * The layout of pairs in chunks.
   *
   * @param sourceSteps the number of steps of the longest input
   * @param targetSteps the number of steps of the longest target
   * @param batch B
   * @param shape the shape of a step of the input
   * @param maxCharacters the maximum number of characters of a word of the input, if words are also
   *     read as characters
   * @param boundary the token before and after a target
   * @param alignment the alignment of targets; one that cannot be aligned with its input has no
   *     loss
   */
  public record PairLayout(
      int sourceSteps,
      int targetSteps,
      int batch,
      DataShape shape,
      int maxCharacters,
      int boundary,
      TargetAlignment alignment) {
    /** Returns T of the longest chunk: a target and its boundary. */
    public int steps() {
      return targetSteps + 1;
    }

    /** Returns the layout of the inputs in the sources. */
    ExampleChunkLayout source() {
      return new ExampleChunkLayout(
          sourceSteps, batch, shape, TargetPosition.OWN_SEQUENCE, maxCharacters);
    }
  }

  /**
   * @param order the schedule, whose batches are single chunks
   */
  public SequencePairChunkReader(ShardSchedule order, ExampleSource examples, PairLayout layout) {
    this.order = order;
    this.layout = layout;
    this.examples = examples;
  }

  @Override
  public Chunk newChunk() {
    return Chunk.withSource(layout.steps(), layout.batch(), layout.source().newChunk());
  }

  @Override
  public void readInto(long index, Chunk chunk) throws IOException {
    ExampleChunk content = order.chunk(index);
    List<Example> read = new ArrayList<>();
    for (long example : content.examples()) {
      read.add(examples.read(example));
    }
    Chunk source = chunk.requireSource();
    int longestInput = read.stream().mapToInt(example -> example.input().steps()).max().orElse(1);
    layout.source().writeInto(source, read, StepRange.whole(longestInput));
    ExampleInputWriter.clear(chunk);
    int longestTarget = 0;
    for (int lane = 0; lane < read.size(); lane++) {
      int[] target = ((FieldSequence.Ids) read.get(lane).target()).ids();
      fill(chunk, lane, target, read.get(lane));
      longestTarget = Math.max(longestTarget, target.length);
    }
    chunk.filled(longestTarget + 1);
  }

  /** Writes a target, which is scored without a loss if it cannot be aligned with its input. */
  private void fill(Chunk chunk, int lane, int[] target, Example example) {
    boolean hasLoss = layout.alignment().fits(example.input().steps(), target);
    for (int step = 0; step <= target.length; step++) {
      int position = step * chunk.batch() + lane;
      chunk.present()[position] = true;
      chunk.resets()[position] = step == 0;
      chunk.inputs()[position] = step == 0 ? layout.boundary() : target[step - 1];
      int id = step == target.length ? layout.boundary() : target[step];
      chunk.targets()[position] = hasLoss ? id : Chunk.unseenTarget(id);
      if (example.weights().isPresent()) {
        chunk.weights().set(position, example.weight(0));
      }
    }
  }
}
