package dev.unfold.worker.sequence.segment;

import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.ExampleBuilder;
import java.io.IOException;

/**
 * An example whose steps are read in segments of equal length, of which the last may be shorter.
 */
public interface SegmentedExample {
  /** Returns the number of steps of its input. */
  int steps();

  /** Returns the number of steps of each segment but the last. */
  int segmentSteps();

  /**
   * Reads a segment.
   *
   * @param number the number of the segment, from 0
   * @throws IOException if it cannot be read
   */
  ExampleSegment segment(int number) throws IOException;

  /** Returns the number of segments. */
  default int segments() {
    return (steps() - 1) / segmentSteps() + 1;
  }

  /** Reads all steps. */
  default Example whole() throws IOException {
    if (segments() == 1) {
      return segment(0).example();
    }
    ExampleBuilder whole = new ExampleBuilder();
    for (int number = 0; number < segments(); number++) {
      whole.add(segment(number).example());
    }
    return whole.build();
  }
}
