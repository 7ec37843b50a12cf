package dev.unfold.inference;

import dev.unfold.worker.prediction.StepPredictor;
import dev.unfold.worker.prediction.stream.StreamEvent;
import dev.unfold.worker.prediction.stream.StreamPredictor;
import dev.unfold.worker.prediction.stream.StreamState;
import dev.unfold.worker.prediction.stream.StreamStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Advances streams by one event each, and names what is predicted.
 *
 * @param names the classes that the model predicts
 */
record Streams(ClassNames names, StreamPredictor streams) {
  /** Returns what the model says about an event of each stream. */
  List<Step> advance(StepPredictor predictor, List<StreamState> before, List<StreamEvent> events) {
    return streams.advance(predictor, before, events).stream().map(this::named).toList();
  }

  private Step named(StreamStep step) {
    return new Step(
        new Prediction(step.prediction(), names),
        step.score().map(names::score),
        new State(step.state()));
  }

  /**
   * Returns how probable the events of a stream were.
   *
   * @param model the hash of the model
   */
  SequenceScore score(StepPredictor predictor, String model, List<StreamEvent> events) {
    List<Score> scores = new ArrayList<>();
    StreamState state = StreamState.initial(model);
    for (StreamEvent event : events) {
      StreamStep step = streams.advance(predictor, List.of(state), List.of(event)).get(0);
      step.score().map(names::score).ifPresent(scores::add);
      state = step.state();
    }
    return new SequenceScore(scores, Optional.empty());
  }
}
