package dev.unfold.worker.sequence.segment;

import dev.unfold.worker.sequence.example.Example;

/**
 * Consecutive steps of an example.
 *
 * @param example these steps with their targets; a target that is not one of steps is in the last
 *     segment
 * @param first the number of its first step in the example
 * @param last whether it ends with the example
 */
public record ExampleSegment(Example example, int first, boolean last) {
  /** Returns the only segment of an example. */
  public static ExampleSegment whole(Example example) {
    return new ExampleSegment(example, 0, true);
  }

  /** Returns the exclusive number of its last step in the example. */
  public int end() {
    return first + example.input().steps();
  }
}
