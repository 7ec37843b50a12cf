package dev.unfold.worker.prediction;

import dev.unfold.worker.sequence.batch.BatchDimensions;
import dev.unfold.worker.settings.network.Context;
import dev.unfold.worker.tensor.gemm.RowBlockGemm;

/**
 * The shape of the chunks for examples of similar length.
 *
 * @param steps T, the steps by which a chunk advances
 * @param lookAhead the number of steps after these that it reads
 * @param lanes B
 */
record BatchShape(int steps, int lookAhead, int lanes) {
  /**
   * T of examples that are split into chunks, unless more steps are read ahead: longer chunks
   * require more memory without any effect, but shorter ones would read most steps several times.
   */
  private static final int STEPS = 50;

  /**
   * The maximum number of positions in a chunk whose number of steps depends on the network or on
   * its examples, which bounds the memory of a pass.
   */
  private static final int MAX_POSITIONS = 12288;

  /**
   * The number of which several lanes are a multiple, so that the rows of all products are one,
   * too, and no lane is in an incomplete block of {@link RowBlockGemm}.
   */
  static final int LANE_MULTIPLE = 24;

  /**
   * Returns the smallest limit that is not below a length. The limits are 1, 2, 3, 4, 5, 7, 9, 11,
   * …: each is the smallest integer that is more than 1.2 times the previous one.
   */
  static int limit(int steps) {
    long limit = 1;
    while (limit < steps) {
      limit = next(limit);
    }
    return (int) Math.min(limit, Integer.MAX_VALUE);
  }

  /** Returns the largest limit that is not above a number of steps, which is at least 1. */
  static int limitWithin(long steps) {
    long limit = 1;
    while (next(limit) <= Math.min(steps, Integer.MAX_VALUE)) {
      limit = next(limit);
    }
    return (int) limit;
  }

  private static long next(long limit) {
    return limit + limit / 5 + 1;
  }

  /**
   * Returns the shape of the chunks of examples up to a length.
   *
   * @param lookAhead the number of steps that a network reads ahead, {@link Context#UNBOUNDED} if
   *     an example cannot be split into chunks
   * @param limit the maximum number of their steps
   * @param maxLanes the maximum number of lanes; the next lower multiple of {@link #LANE_MULTIPLE}
   *     is used, or one lane
   * @param lanesPerExample the number of lanes that decoding requires for one example
   */
  static BatchShape of(int lookAhead, int limit, int maxLanes, int lanesPerExample) {
    if (lookAhead == 0) {
      return new BatchShape(STEPS, 0, lanesWithin(maxLanes));
    }
    int steps = Math.min(limit, Math.max(STEPS, lookAhead));
    int ahead = Math.min(limit - steps, lookAhead);
    long positions = ((long) steps + ahead) * lanesPerExample;
    return new BatchShape(steps, ahead, lanesWithin(Math.min(maxLanes, MAX_POSITIONS / positions)));
  }

  private static int lanesWithin(long limit) {
    return (int) Math.max(1, limit / LANE_MULTIPLE * LANE_MULTIPLE);
  }

  /** Returns the maximum number of steps of a chunk, including those that are read ahead. */
  int longestChunk() {
    return steps + lookAhead;
  }

  /** Returns the dimensions of the batches. */
  BatchDimensions dimensions() {
    return new BatchDimensions(lanes, steps, lookAhead);
  }
}
