package dev.unfold.worker.prediction;

/**
 * The shape of the chunks for examples of similar length.
 *
 * @param steps T, of the longest chunk
 * @param lanes B
 */
record BatchShape(int steps, int lanes) {
  /**
   * T of examples that are split into chunks; longer chunks require more memory without any effect.
   */
  private static final int STEPS = 50;

  /**
   * The maximum number of positions in a chunk of examples that are not split, which bounds the
   * memory of a pass.
   */
  private static final int MAX_POSITIONS = 8192;

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
   * @param whole whether an example cannot be split into chunks
   * @param limit the maximum number of their steps
   * @param maxLanes the maximum number of lanes
   * @param lanesPerExample the number of lanes that decoding requires for one example
   */
  static BatchShape of(boolean whole, int limit, int maxLanes, int lanesPerExample) {
    if (!whole) {
      return new BatchShape(STEPS, maxLanes);
    }
    long positions = (long) limit * lanesPerExample;
    return new BatchShape(limit, (int) Math.max(1, Math.min(maxLanes, MAX_POSITIONS / positions)));
  }
}
