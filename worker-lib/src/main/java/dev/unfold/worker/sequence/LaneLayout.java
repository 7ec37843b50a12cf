package dev.unfold.worker.sequence;

/**
 * The layout that splits a text corpus of N tokens into the lanes of W shards, and the lanes into
 * chunks of the same length.
 *
 * <p>Every token but the first is a target exactly once: target {@code i} (from 0 to N-2) is token
 * {@code i + 1}, its input is token {@code i}. The N-1 targets are assigned to the {@code W * B}
 * lanes as contiguous ranges whose lengths differ by at most one; lanes {@code s * B} to {@code (s
 * + 1) * B - 1} belong to shard {@code s}.
 *
 * @param tokens N, the length of the corpus
 * @param shards W
 * @param batch B, the lanes of a shard
 * @param steps T, the length of a chunk; the last chunk of an epoch may be shorter
 */
public record LaneLayout(long tokens, int shards, int batch, int steps) implements LaneChunks {
  public LaneLayout {
    if (tokens < 2) {
      throw new IllegalArgumentException("a text corpus needs at least 2 tokens, found " + tokens);
    }
    if (shards < 1 || batch < 1 || steps < 1) {
      throw new IllegalArgumentException(
          "shards, batch and steps must be positive, found "
              + shards
              + ", "
              + batch
              + ", "
              + steps);
    }
  }

  public long targets() {
    return tokens - 1;
  }

  public long lanes() {
    return (long) shards * batch;
  }

  /** Returns the first target of a lane; {@code laneStart(lanes())} is the number of targets. */
  public long laneStart(long lane) {
    long share = targets() / lanes();
    return lane * share + Math.min(lane, targets() % lanes());
  }

  public long laneLength(long lane) {
    return laneStart(lane + 1) - laneStart(lane);
  }

  /** Returns the length of the longest lane, which is the first. */
  public long longestLane() {
    return laneLength(0);
  }

  @Override
  public long chunksPerEpoch() {
    return (longestLane() + steps - 1) / steps;
  }

  @Override
  public long start(long chunk) {
    return chunk * steps;
  }

  /** Returns the number of steps of a chunk: T, or the rest of the longest lane. */
  @Override
  public int stepsOf(long chunk) {
    return (int) Math.min(steps, longestLane() - start(chunk));
  }

  @Override
  public int mostSteps() {
    return stepsOf(0);
  }
}
