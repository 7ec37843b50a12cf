package dev.unfold.worker.sequence.segment;

import dev.unfold.worker.sequence.example.Example;
import java.util.List;

/**
 * Examples in memory.
 *
 * @param segmentSteps the number of steps of their segments
 */
public record ListExampleSource(List<Example> examples, int segmentSteps) implements ExampleSource {
  /** Creates a source whose examples are single segments. */
  public ListExampleSource(List<Example> examples) {
    this(examples, Integer.MAX_VALUE);
  }

  @Override
  public long length() {
    return examples.size();
  }

  @Override
  public SegmentedExample open(long index) {
    return new Segmented(examples.get((int) index), segmentSteps);
  }

  private record Segmented(Example example, int segmentSteps) implements SegmentedExample {
    @Override
    public int steps() {
      return example.input().steps();
    }

    @Override
    public ExampleSegment segment(int number) {
      int first = number * segmentSteps;
      int end = (int) Math.min(steps(), (long) first + segmentSteps);
      return new ExampleSegment(example.range(first, end), first, end == steps());
    }
  }
}
