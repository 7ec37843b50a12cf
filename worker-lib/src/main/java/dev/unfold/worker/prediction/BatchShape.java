package dev.unfold.worker.prediction;

/**
 * The chunks that examples of about the same length stand in.
 *
 * @param steps T, of the longest chunk
 * @param lanes B
 */
record BatchShape(int steps, int lanes) {
  /** T of examples that are cut: longer chunks cost memory and change nothing. */
  private static final int STEPS = 50;

  /**
   * The most positions in a chunk of examples that are not cut, which bounds the memory of a pass.
   */
  private static final int MOST_POSITIONS = 8192;

  /**
   * The least limit that is not below a length. The limits are 1, 2, 3, 4, 5, 7, 9, 11, …: each is
   * the least whole number that is more than 1.2 times the one before it.
   */
  static int limit(int steps) {
    long limit = 1;
    while (limit < steps) {
      limit = next(limit);
    }
    return (int) Math.min(limit, Integer.MAX_VALUE);
  }

  /** Returns the largest limit that is not above a number of steps, which is 1 at least. */
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
   * The chunks of examples of up to some steps.
   *
   * @param limit of their steps
   * @param most lanes
   * @param ofExample lanes that the sequences of one example take when they are made
   */
  static BatchShape of(ExampleNetwork network, int limit, int most, int ofExample) {
    if (!network.readsWhole()) {
      return new BatchShape(STEPS, most);
    }
    long positions = (long) limit * ofExample;
    return new BatchShape(limit, (int) Math.max(1, Math.min(most, MOST_POSITIONS / positions)));
  }
}
