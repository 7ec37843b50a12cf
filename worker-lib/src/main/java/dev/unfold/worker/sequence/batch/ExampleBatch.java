package dev.unfold.worker.sequence.batch;

import dev.unfold.worker.sequence.segment.ExampleSegment;
import dev.unfold.worker.sequence.segment.ExampleSource;
import dev.unfold.worker.sequence.segment.SegmentedExample;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The examples of a batch, of which it holds only the segments that the last chunk has steps of.
 * The next chunk of the batch continues with them.
 */
final class ExampleBatch {
  private final ExampleSource examples;
  private long[] openedNumbers = new long[0];
  private List<Lane> lanes = List.of();

  ExampleBatch(ExampleSource examples) {
    this.examples = examples;
  }

  /** Returns the segments of each example that have steps of a range; none if it is shorter. */
  List<List<ExampleSegment>> read(long[] numbers, StepRange range) throws IOException {
    if (!Arrays.equals(openedNumbers, numbers)) {
      List<Lane> opened = new ArrayList<>();
      for (long number : numbers) {
        opened.add(new Lane(examples.open(number)));
      }
      lanes = opened;
      openedNumbers = numbers;
    }
    List<List<ExampleSegment>> read = new ArrayList<>();
    for (Lane lane : lanes) {
      read.add(lane.read(range));
    }
    return read;
  }

  /** An example and those of its segments that are in memory, which follow each other. */
  private static final class Lane {
    private final SegmentedExample example;
    private final Deque<ExampleSegment> held = new ArrayDeque<>();

    Lane(SegmentedExample example) {
      this.example = example;
    }

    List<ExampleSegment> read(StepRange range) throws IOException {
      int end = Math.min(range.endAhead(), example.steps());
      boolean before = !held.isEmpty() && range.first() < held.getFirst().first();
      while (!held.isEmpty() && (before || held.getFirst().end() <= range.first())) {
        held.removeFirst();
      }
      int next = held.isEmpty() ? range.first() : held.getLast().end();
      while (next < end) {
        ExampleSegment segment = example.segment(next / example.segmentSteps());
        held.addLast(segment);
        next = segment.end();
      }
      return List.copyOf(held);
    }
  }
}
