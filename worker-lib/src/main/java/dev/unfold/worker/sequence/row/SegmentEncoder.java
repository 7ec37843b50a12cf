package dev.unfold.worker.sequence.row;

import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.ExampleBuilder;
import java.util.List;
import java.util.Optional;

/**
 * Encodes one sequence after another as examples without targets in segments of consecutive steps,
 * which are together those of {@link PredictionRowEncoder#finish}.
 */
public final class SegmentEncoder {
  private final PredictionRowEncoder encoder;

  /** The first step of the sequence and the one before the segment; none if it is the first one. */
  private List<Example> before = List.of();

  public SegmentEncoder(PredictionRowEncoder encoder) {
    this.encoder = encoder;
  }

  /**
   * Returns the next segment of the sequence.
   *
   * @param fields the fields of its steps, in their order
   * @param following the fields of the step after it; empty if the sequence ends with it
   */
  public Example next(Example fields, Optional<Example> following) {
    ExampleBuilder joined = new ExampleBuilder();
    before.forEach(joined::add);
    joined.add(fields);
    following.ifPresent(joined::add);
    boolean last = following.isEmpty();
    Example all = encoder.finish(joined.build(), before.isEmpty(), last);
    Example segment = all.range(before.size(), all.input().steps() - (last ? 0 : 1));
    int steps = fields.input().steps();
    Example first = before.isEmpty() ? fields.range(0, 1) : before.get(0);
    before = last ? List.of() : List.of(first, fields.range(steps - 1, steps));
    return segment;
  }
}
