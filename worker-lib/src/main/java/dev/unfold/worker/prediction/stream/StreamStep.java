package dev.unfold.worker.prediction.stream;

import dev.unfold.worker.prediction.Prediction;
import dev.unfold.worker.prediction.StepScore;
import java.util.Optional;

/**
 * What a network says about an event of a stream.
 *
 * @param prediction the prediction at the event
 * @param score how probable the event was; empty if the network does not predict the class of the
 *     next event, or read nothing before it
 * @param state the state of the stream after the event
 */
public record StreamStep(Prediction prediction, Optional<StepScore> score, StreamState state) {}
