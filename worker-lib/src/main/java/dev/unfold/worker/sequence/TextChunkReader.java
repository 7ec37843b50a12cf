package dev.unfold.worker.sequence;

import java.io.IOException;
import java.util.OptionalInt;

/** Reads the chunks of one shard of a text corpus. */
public final class TextChunkReader implements ChunkSource {
  private final LaneLayout layout;
  private final LaneChunks chunks;
  private final int shard;
  private final TokenSource tokens;
  private final int boundary;
  private final int[] lane;

  /**
   * @param layout the lanes
   * @param chunks the chunks of the lanes in one epoch
   * @param shard the index of the shard, from 0
   * @param boundary the id before a document's first token, where the carry is reset
   */
  public TextChunkReader(
      LaneLayout layout, LaneChunks chunks, int shard, TokenSource tokens, OptionalInt boundary) {
    this.layout = layout;
    this.chunks = chunks;
    this.shard = shard;
    this.tokens = tokens;
    this.boundary = boundary.orElse(-1);
    lane = new int[chunks.mostSteps() + 1];
  }

  @Override
  public Chunk newChunk() {
    return new Chunk(chunks.mostSteps(), layout.batch());
  }

  @Override
  public void readInto(long index, Chunk chunk) throws IOException {
    int steps = chunks.stepsOf(index);
    long start = chunks.start(index);
    for (int b = 0; b < layout.batch(); b++) {
      long k = (long) shard * layout.batch() + b;
      int present = (int) Math.max(0, Math.min(steps, layout.laneLength(k) - start));
      if (present > 0) {
        tokens.read(layout.laneStart(k) + start, lane, 0, present + 1);
      }
      fillLane(chunk, b, present, steps);
    }
    chunk.filled(steps);
  }

  private void fillLane(Chunk chunk, int b, int present, int steps) {
    for (int t = 0; t < steps; t++) {
      int i = t * layout.batch() + b;
      boolean real = t < present;
      chunk.inputs()[i] = real ? lane[t] : 0;
      chunk.present()[i] = real;
      chunk.targets()[i] = real ? lane[t + 1] : Chunk.NO_TARGET;
      chunk.resets()[i] = real && lane[t] == boundary;
    }
  }
}
