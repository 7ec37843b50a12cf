package dev.unfold.worker.prediction;

import dev.unfold.worker.sequence.example.Example;

/**
 * The next step of a stream; its array is not copied and must not be modified.
 *
 * @param example an example of this step alone
 * @param first whether the stream starts with it
 * @param carry the states after the step before, one after the other; those of the first step are
 *     not read
 */
public record StepInput(Example example, boolean first, float[] carry) {}
