package dev.unfold.inference;

import java.util.Optional;

/**
 * What a model says about an event of a stream.
 *
 * @param prediction what it predicts at this event: the tag of the event, what follows it, or the
 *     label of the sequence if it ended here
 * @param score how probable the event was; empty for a model that does not predict the next word or
 *     category, and for a first event before which nothing is read
 * @param state the state of the stream after the event
 */
public record Step(Prediction prediction, Optional<Score> score, State state) {}
