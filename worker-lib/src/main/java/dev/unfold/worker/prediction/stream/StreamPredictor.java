package dev.unfold.worker.prediction.stream;

import dev.unfold.worker.prediction.StepInput;
import dev.unfold.worker.prediction.StepOutput;
import dev.unfold.worker.prediction.StepPredictor;
import dev.unfold.worker.prediction.StepScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Advances streams by one event each.
 *
 * @param predictsNext whether the network predicts the class of the next event
 * @param candidates the number of most probable classes of a score
 */
public record StreamPredictor(boolean predictsNext, int candidates) {
  /** A stream while it is advanced. */
  private static final class Stream {
    private final StreamState before;
    private final StreamEvent event;
    private float[] carry;
    private float[] logits;
    private Optional<StepScore> score = Optional.empty();
    private StepOutput output;

    Stream(StreamState before, StreamEvent event) {
      this.before = before;
      this.event = event;
      carry = before.carry();
      logits = before.logits();
    }
  }

  /**
   * Returns what a network says about an event of each stream.
   *
   * @param before the states of the streams
   * @param events their next events
   */
  public List<StreamStep> advance(
      StepPredictor predictor, List<StreamState> before, List<StreamEvent> events) {
    List<StreamStep> steps = new ArrayList<>();
    for (int from = 0; from < before.size(); from += predictor.lanes()) {
      List<Stream> group = new ArrayList<>();
      for (int i = from; i < Math.min(before.size(), from + predictor.lanes()); i++) {
        group.add(new Stream(before.get(i), events.get(i)));
      }
      advance(predictor, group);
      group.stream().map(StreamPredictor::step).forEach(steps::add);
    }
    return steps;
  }

  /** Runs the steps of all events, so that all of them end with the last round. */
  private void advance(StepPredictor predictor, List<Stream> group) {
    int rounds = group.stream().mapToInt(stream -> stream.event.steps().size()).max().orElse(0);
    for (int left = rounds; left > 0; left--) {
      int steps = left;
      List<Stream> active =
          group.stream().filter(stream -> stream.event.steps().size() >= steps).toList();
      List<StepInput> inputs = active.stream().map(stream -> input(stream, steps)).toList();
      List<StepOutput> outputs = predictor.advance(inputs);
      for (int lane = 0; lane < outputs.size(); lane++) {
        take(active.get(lane), outputs.get(lane), left == 1);
      }
    }
  }

  private static StepInput input(Stream stream, int left) {
    List<StreamEvent.Step> steps = stream.event.steps();
    StreamEvent.Step step = steps.get(steps.size() - left);
    return new StepInput(step.example(), step.start(), stream.carry);
  }

  private void take(Stream stream, StepOutput output, boolean last) {
    if (last && predictsNext && stream.logits.length > 0) {
      int actual = stream.event.actual().orElseThrow();
      stream.score = Optional.of(StepScore.of(stream.logits, actual, candidates));
    }
    stream.output = output;
    stream.carry = output.carry();
    stream.logits = predictsNext ? output.output() : stream.logits;
  }

  private static StreamStep step(Stream stream) {
    StreamState before = stream.before;
    StreamState after =
        new StreamState(
            before.model(),
            before.events() + 1,
            stream.carry,
            stream.logits,
            stream.event.first(),
            stream.event.previous());
    return new StreamStep(stream.output.prediction(), stream.score, after);
  }
}
