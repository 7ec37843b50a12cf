package dev.unfold.worker.sequence.batch;

/**
 * The steps of the examples of a batch that are in one chunk. Some or all of the examples may be
 * shorter.
 *
 * @param first the first step; 0 if the batch begins with the chunk
 * @param steps the number of steps by which the chunk advances
 * @param ahead the number of steps after these that are read ahead
 */
public record StepRange(int first, int steps, int ahead) {
  /** Returns the range of examples that are in one chunk as a whole. */
  public static StepRange whole(int steps) {
    return new StepRange(0, steps, 0);
  }

  /** Returns the step after the last one that the chunk advances. */
  public int end() {
    return first + steps;
  }

  /** Returns the step after the last one that is read ahead. */
  public int endAhead() {
    return end() + ahead;
  }
}
