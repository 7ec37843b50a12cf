package dev.unfold.worker.prediction;

/**
 * What a network computed for a step of a stream; its arrays are not copied and must not be
 * modified.
 *
 * @param prediction the prediction at this step
 * @param output the output of the network, such as logits
 * @param carry the states after the step, one after the other
 */
public record StepOutput(Prediction prediction, float[] output, float[] carry) {}
