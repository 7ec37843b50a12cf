package dev.unfold.driver.corpus.example.sequence;

import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.ExampleBuilder;
import dev.unfold.worker.sequence.example.ExampleSteps;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.row.ExampleRowEncoder;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The example of a window of a sequence, whose steps are encoded in any ranges. What a step needs
 * of others is read with it: for the target of a later step the steps up to that one, for times the
 * first step of the window and the step before.
 *
 * <p>The steps of the window with the boundaries of its sequence, if these are predicted, are its
 * bounded steps.
 */
final class SequenceWindow implements ExampleSteps {
  private final StepSpool sequence;
  private final ExampleRowEncoder encoder;
  private final int from;
  private final int to;
  private final boolean bounded;

  /**
   * @param from the first step of the window
   * @param to the step after its last one
   */
  SequenceWindow(StepSpool sequence, ExampleRowEncoder encoder, int from, int to) {
    this.sequence = sequence;
    this.encoder = encoder;
    this.from = from;
    this.to = to;
    bounded = encoder.kinds().target().boundaries();
  }

  private int before() {
    return bounded && from == 0 ? 1 : 0;
  }

  private int boundedSteps() {
    return before() + (to - from) + (bounded && to == sequence.steps() ? 1 : 0);
  }

  /** Returns the number of steps after a step that its target needs. */
  private int ahead() {
    TargetSettings target = encoder.kinds().target();
    return target.kind() == TargetSettings.Kind.NEXT ? target.ahead() : 0;
  }

  /** Returns the number of steps, which is 0 or below if the window is too short for a target. */
  @Override
  public int steps() {
    return boundedSteps() - ahead();
  }

  @Override
  public int stepsAtATime() {
    return sequence.stepsAtATime();
  }

  @Override
  public Example range(int first, int end) {
    boolean reversed = encoder.kinds().inputs().reversed();
    int start = reversed ? boundedSteps() - end - ahead() : first;
    int stop = reversed ? boundedSteps() - first : end + ahead();
    int lead = hasTimes() ? Math.min(2, start) : 0;
    Example finished = finished(withLead(lead, start, stop));
    int skipped = reversed ? 0 : lead;
    Example range = finished.range(skipped, skipped + end - first);
    return end == steps() ? withTargetOfWindow(range) : range;
  }

  private boolean hasTimes() {
    FieldSchema input = encoder.schema().input();
    return input instanceof FieldSchema.Parts parts
        ? parts.parts().stream().anyMatch(FieldSchema.Times.class::isInstance)
        : input instanceof FieldSchema.Times;
  }

  /** Returns bounded steps after the first one and the one before, as far as these are needed. */
  private Example withLead(int lead, int start, int stop) {
    if (lead == 0) {
      return bounded(start, stop);
    }
    ExampleBuilder all = new ExampleBuilder();
    all.add(bounded(0, 1));
    if (lead > 1) {
      all.add(bounded(start - 1, start));
    }
    all.add(bounded(start, stop));
    return all.build();
  }

  /** Returns bounded steps, without a target that is not one of steps. */
  private Example bounded(int start, int stop) {
    int length = to - from;
    int first = Math.max(0, Math.min(start - before(), length - 1));
    int end = Math.min(length, Math.max(stop - before(), 1));
    boolean starts = bounded && start < before();
    boolean ends = bounded && stop > before() + length;
    Example steps = encoder.bounded(fields(from + first, from + end), starts, ends);
    int skipped = start - (starts ? 0 : first + before());
    return steps.range(skipped, skipped + stop - start);
  }

  private Example fields(int first, int end) {
    Example fields = sequence.range(first, end);
    return hasTargetOfWindow()
        ? new Example(fields.input(), fields.target().range(0, 0), fields.characters())
        : fields;
  }

  private boolean hasTargetOfWindow() {
    return !encoder.kinds().target().kind().isPerStep();
  }

  /** Returns an example with the target of the window, which is that of its last step. */
  private Example withTargetOfWindow(Example example) {
    if (!hasTargetOfWindow()) {
      return example;
    }
    Example last = sequence.range(to - 1, to);
    return new Example(example.input(), last.target(), example.characters(), last.weights());
  }

  private Example finished(Example fields) {
    try {
      Optional<Example> finished = encoder.finish(fields);
      return finished.orElseThrow();
    } catch (IllegalArgumentException e) {
      throw new UncheckedIOException(
          new CorpusException(
              ExampleRowEncoder.DIFFERENCE
                  + ": expected "
                  + ExampleRowEncoder.NEAR
                  + ", found in a sequence "
                  + ExampleRowEncoder.TOO_LARGE));
    }
  }
}
